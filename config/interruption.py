"""Ctrl+C that is not lost: some library code swallows the exception that it raises.

A signal is noted as well as raised, and `heed` raises again at the next step. A closed
terminal and a polite request to end count as Ctrl+C.
"""

from __future__ import annotations

import signal
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_noted = False


def watch() -> None:
    """Note signals from now on."""
    for number in _SIGNALS:
        signal.signal(number, _note)


def heed() -> None:
    """Raise KeyboardInterrupt if a signal came, even if its own was swallowed."""
    if _noted:
        raise KeyboardInterrupt


def ignore() -> None:
    """Let nothing disturb the tidying up."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _note(number: int, frame: FrameType | None) -> None:
    global _noted
    _noted = True
    raise KeyboardInterrupt
