"""The programming interface: the same guards and services as the pages, for other programs."""
