"""Addresses of “is this a scam?”."""

from django.urls import path

from academy.checking.views import check_page, report

urlpatterns = [
    path("", check_page, name="check"),
    path("report/", report, name="check-report"),
]
