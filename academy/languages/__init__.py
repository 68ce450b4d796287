"""A page in all its languages: finding it where it exists, and beginning it where it does not."""
