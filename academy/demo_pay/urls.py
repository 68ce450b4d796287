"""Addresses of the demonstration page. What it shows is one visitor's, and is kept by nobody."""

from django.urls import path
from django.views.decorators.cache import never_cache

from academy.demo_pay import views

urlpatterns = [
    path("pay", never_cache(views.pay), name="demo-pay"),
    path("pay/events", never_cache(views.events), name="demo-pay-events"),
]
