"""Replacing the keys that authenticate the trail: new versions, then no event with an older one.

The older versions stay, wrapped like every key: what was made with them is checked with them. What
they make from then on is worth nothing, for the chain itself says from which event on.
"""

from accounts.rotating import older_work
from accounts.rotating.steps import organisations, step
from accounts.rotating.underway import Underway
from audit import events
from audit.codes import RETIRED
from encryption import trail_keys
from encryption.keys import PURPOSES
from encryption.rotation import class_keys


def rotate_trail(underway: Underway) -> None:
    """Carry out the rotation, from wherever an earlier run was stopped."""
    every = organisations()
    underway.begin("organisations whose trail has a new key", len(every))
    for done, organisation_id in enumerate(every, start=1):
        with step(organisation_id, "keys.trail_announce", [organisation_id]):
            class_keys.announce(organisation_id, PURPOSES, underway.rotation.pk)
        underway.step(done)
    trail_keys.announce(underway.rotation.pk)
    events.session("keys.trail_announce", by=None)
    # Whoever began before may still make events with the key of before.
    older_work.wait(underway.waiting)
    underway.begin("organisations whose trail takes nothing of the key before", len(every))
    for done, organisation_id in enumerate(every, start=1):
        with step(organisation_id, RETIRED, [organisation_id]):
            underway.step(done)
    events.session(RETIRED, by=None)
