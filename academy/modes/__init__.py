"""For whom the site speaks: adults by default, older people, or teenagers. It changes content as well as style."""

from academy.modes.mode import Mode, mode_of

__all__ = ["Mode", "mode_of"]
