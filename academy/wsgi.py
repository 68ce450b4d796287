"""What granian serves as the web: the hot endpoint in front of Django."""

import os

from django.core.wsgi import get_wsgi_application

from academy.serving import in_front_of
from scams.outcomes.keyed import subjects

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")

application = in_front_of(get_wsgi_application(), subjects=subjects())
