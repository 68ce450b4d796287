"""Accounts nobody needs: a made-up name and a password, to find one's results again on another device."""
