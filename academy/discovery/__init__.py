"""How the site is found, followed, installed, and read without a network."""
