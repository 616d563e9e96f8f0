"""What is wrong with the keeping of records: raised by Rowan itself, closed by a named person."""

from accounts.alerts.services import close, raise_alert

__all__ = ["close", "raise_alert"]
