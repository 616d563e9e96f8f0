"""The end of a piece of work, and what comes after it."""
