"""The demo's site as Django alone serves it, without anything ahead of it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
