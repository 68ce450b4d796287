"""Reminders of a refresher near three months: what was learned stays only with one (EVIDENCE, lesson and reminder)."""
