"""Signals of this app."""

from django.dispatch import Signal

decryption_failed = Signal()
"""A sealed value did not open. Sent before DecryptionFailed is raised, with `tag`,
`organisation_id`, `row_id` and `subject_id`, never with a value."""
