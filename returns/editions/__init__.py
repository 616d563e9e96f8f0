"""Editions of the form, as data: which cells a year asks for and how each is counted."""
