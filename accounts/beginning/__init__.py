"""The beginning of an empty installation: its first person and her organisation, by pages alone.

Whoever started Rowan reads a code on the terminal; the first visit asks for it. With the first
person the beginning is over, and its pages are not there.
"""

from accounts.beginning.codes import announcement, new_code

__all__ = ["announcement", "new_code"]
