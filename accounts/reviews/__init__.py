"""The queue of what somebody did that somebody else must look into, and close in words.

`raise_item` puts an act into it and tells people; `queue_of` is what a person may see of it;
`close` ends an item with what was found.
"""

from accounts.reviews.queue import queue_of
from accounts.reviews.services import NotTheirs, close, raise_item, see

__all__ = ["NotTheirs", "close", "queue_of", "raise_item", "see"]
