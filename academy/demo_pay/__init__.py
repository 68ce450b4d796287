"""The demonstration page: a mock wallet whose payments meet the academy's warnings, from the story to the end."""
