"""The side people visit, and the project's configuration."""
