"""Letting a held payment go: three questions about the scam, and a signed proof for the payment company."""
