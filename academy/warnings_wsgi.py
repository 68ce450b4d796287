"""What granian serves as the warnings API alone: no Django, able to start with the database gone."""

from academy.serving import in_front_of
from scams.api.health import not_found

application = in_front_of(not_found)
