"""What is known about scams, and how warnings reach a payment."""
