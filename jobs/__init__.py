"""Background work: an outbox, the worker that drains it, and the table of periodic jobs."""

from jobs.registry import task

__all__ = ["task"]
