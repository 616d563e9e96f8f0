"""How much of seeded misuse the patterns find, and how much of an ordinary month they flag.

`python -m benchmarks.unusual` prints it. The service and its habits (`service`, `ordinary`) and the
misuse (`misuse`) are told as stories; nothing here reads the patterns or their numbers.
"""
