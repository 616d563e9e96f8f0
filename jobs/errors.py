"""What can go wrong with a job. No message here ever holds data about a person."""


class UnknownTask(LookupError):
    """No app has registered a task of this name."""


class ArgumentRefused(ValueError):
    """A job's argument is neither an identifier, a number, a date nor a short code."""


class TaskFailed(Exception):
    """Raised by a task that cannot succeed, however often it is tried.

    The words are shown to people and stored in clear: name the reason, never the data.
    """


class Stopping(Exception):
    """The worker is shutting down; the job goes back to the queue, nothing is counted."""


class ClaimLost(Exception):
    """Another worker has taken this job over; this run must stop and write nothing more."""
