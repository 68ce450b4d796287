"""Pictures of what editors build: a question tree, a ladder of steps. Drawn on the server, with the same in words."""
