"""A case-level England of 2022-23 whose returns add up to the published figures.

The order of work: `targets` says how many of each there must be, `country` lays out authorities,
providers and places, `people` and `attributes` plan households, `leaving` and `refusals` what
happened to them, `diary` puts them into places night by night, and `records` writes each provider
down as an ordinary interchange bundle.
"""
