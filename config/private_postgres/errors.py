"""What the starter of the private PostgreSQL says when it cannot go on."""


class PrivatePostgresError(Exception):
    """One sentence for the person at the keyboard: what is wrong and what to do."""
