"""The addresses by which the site is found, followed and installed."""

from django.urls import path, re_path

from academy.discovery.feeds import feed
from academy.discovery.for_programs import robots, security
from academy.discovery.installing import manifest, offline, worker
from academy.discovery.sitemap import sitemap

ROOT = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("sw.js", worker, name="worker"),
]
"""Of the whole site."""

IN_LANGUAGE = [
    re_path(r"^feeds/(?P<name>[a-z0-9-]+)\.(?P<kind>rss|atom|json)$", feed, name="feed"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("offline/", offline, name="offline"),
]
"""Of each language."""
