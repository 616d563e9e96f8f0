"""Signals of this app."""

from django.dispatch import Signal

decryption_failed = Signal()
"""A sealed value did not open. Sent before DecryptionFailed is raised, with `tag`,
`organisation_id`, `row_id` and `subject_id`, never with a value."""

key_withheld = Signal()
"""A key was asked for by work, or for a person, that does not open its class. Sent before
KeyWithheld is raised, with `organisation_id`, `key_class` and `subject_ids`."""

sealed_written = Signal()
"""Sealed bytes were written, in the transaction that is open. Sent with `tags`, of the fields, and
`rows` (id, sealed bytes in that order), `using`, and `send` of whoever sends statements itself."""

sealed_removed = Signal()
"""Rows with sealed bytes were removed. Sent with `tags`, `row_ids`, `using` and `send`."""
