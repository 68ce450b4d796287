"""What editors see of the effect of their cards: the dashboard, the card's panel, the variants taken out."""
