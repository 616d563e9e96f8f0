"""The queue of what somebody did that somebody else must look into, and close in words.

`raise_item` puts an act into it and tells people; `queue_of` is what a person may see of it;
`close` ends an item with what was found, `settle` with the decision that it asked for.
"""

from accounts.reviews.queue import queue_of
from accounts.reviews.services import (
    NotDecided,
    NotTheirs,
    close,
    raise_item,
    see,
    settle,
    tell,
)

__all__ = [
    "NotDecided", "NotTheirs", "close", "queue_of", "raise_item", "see", "settle", "tell",
]  # fmt: skip
