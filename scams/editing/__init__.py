"""How cards and patterns are written: blocks, panels, forms, the admin's screens."""
