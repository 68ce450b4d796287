"""What granian serves as the warnings API alone: no Django, able to start with the database gone."""

import logging.config
import sys

from academy.logs import logging_config
from academy.serving import in_front_of
from scams.api.health import not_found

# Whoever follows the deck in the background lets a request through within half a millisecond, not within five.
sys.setswitchinterval(0.0005)

logging.config.dictConfig(logging_config())
application = in_front_of(not_found)
