"""Searching: the page people search on, and what of the site's own is found."""
