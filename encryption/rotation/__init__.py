"""Replacing keys, a few at a time, in the organisation that is entered.

Every step can be done again, and looks in the database for what is left to do: whoever is killed
in the middle goes on from there. When to do which step, and what the trail says of it, is decided
in `accounts.rotating`.
"""
