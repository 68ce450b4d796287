"""Content and taxonomy from data files into the database, validated on the way."""
