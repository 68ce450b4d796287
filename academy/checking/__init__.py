"""The page of “is this a scam?”: it says what the API says, and keeps nothing unless a person presses “report this”."""
