"""What templates need for pictures that editors chose."""

from django import template

from scams import pictures

register = template.Library()

register.simple_tag(pictures.shown, name="picture_in_sizes")
