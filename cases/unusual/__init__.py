"""Unusual access: what stands out in the trail, day by day, and is put to somebody to look into.

A pattern is a pure rule over one day's facts, with its numbers in the organisation's settings. It
says that somebody should ask, never that somebody did wrong, and never who the survivor is.
"""
