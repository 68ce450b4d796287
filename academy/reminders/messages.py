"""The message that starts sending at once. What makes it happen is the reminder's row and the sweep."""

import logging
import uuid

from kombu.exceptions import ChannelError, KombuError

logger = logging.getLogger(__name__)


def send_soon(*, reminder_id: uuid.UUID) -> bool:
    """Return whether the broker took the message; if not, the sweep sends the mail within a minute."""
    from academy.tasks import ask_to_confirm

    try:
        ask_to_confirm.apply_async(kwargs={"reminder_id": str(reminder_id)})
    except (KombuError, ChannelError, OSError) as error:
        logger.warning("The broker did not take reminder %s, the sweep will send it: %s", reminder_id, error)
        return False
    return True
