"""What can go wrong with the trail."""


class AuditUnavailable(Exception):
    """A read could not be recorded, so nothing may be shown."""


class NoOrganisationEntered(Exception):
    """An event was named outside any organisation's transaction."""
