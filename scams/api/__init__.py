"""The risk engine's door: the hot endpoint as a WSGI callable, and a NinjaAPI for the rest."""
