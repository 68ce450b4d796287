"""What happened after a warning: how events are read, written down, and counted."""
