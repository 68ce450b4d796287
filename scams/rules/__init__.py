"""What makes a text or a card fit to be shown to a payer: pure functions, no database."""
