"""Checks before sign-off: what is wrong, which records cause it, and what to do."""
