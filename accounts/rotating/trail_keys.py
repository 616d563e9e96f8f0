"""Replacing the keys that authenticate the trail: new versions, then no event with an older one.

The older versions stay, wrapped like every key: what was made with them is checked with them. What
they make from then on is worth nothing, for the chain itself says from which event on.
"""

from uuid import UUID

from accounts.rotating import older_work
from accounts.rotating.steps import announced, organisations
from accounts.rotating.underway import Underway
from accounts.tenancy import enter
from audit import codes, events
from audit.models import Event
from encryption import keyring, trail_keys
from encryption.keys import PURPOSES


def rotate_trail(underway: Underway) -> None:
    """Carry out the rotation, from wherever an earlier run was stopped."""
    every = organisations()
    underway.begin("organisations whose trail has a new key", len(every))
    for done, organisation_id in enumerate(every, start=1):
        announced(organisation_id, PURPOSES, underway.rotation.pk, "keys.trail_announce")
        underway.step(done)
    trail_keys.announce(underway.rotation.pk)
    events.session("keys.trail_announce", by=None)
    # Whoever began before may still make events with the key of before.
    older_work.wait(underway.waiting)
    underway.begin("organisations whose trail takes nothing of the key before", len(every))
    for done, organisation_id in enumerate(every, start=1):
        _retire(organisation_id)
        underway.step(done)
    events.session(codes.RETIRED, by=None)


def _retire(organisation_id: UUID) -> None:
    """Say once of a version from where on those before it are worth nothing."""
    with enter(organisation_id, by=None):
        newest = keyring.current().purpose_versions()[-1]
        told = Event.objects.filter(verb=codes.RETIRED).values_list("mac", flat=True)
        if newest not in {codes.version_of(bytes(code)) for code in told}:
            events.write(codes.RETIRED, by=None, subjects=[organisation_id])
