"""Addresses of reminders."""

from django.urls import path

from academy.reminders import views

urlpatterns = [
    path("confirm/<uuid:reminder_id>/", views.confirm, name="reminder-confirm"),
    path("stop/<str:token>/", views.stop_all, name="reminder-stop"),
    path("<str:token>/", views.by_email, name="reminder"),
    path("<str:token>/asked/", views.asked, name="reminder-asked"),
    path("<str:token>/calendar.ics", views.calendar_file, name="reminder-calendar"),
    path("<str:token>/feed.xml", views.own_feed, name="reminder-feed"),
]
