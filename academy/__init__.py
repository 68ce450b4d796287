"""The side people visit, and the project's configuration."""

from academy.celery import app as celery_app

__all__ = ["celery_app"]
