"""Work for later: a row written with the change that asks for it, a message to start it, a sweep for lost messages."""
