"""Checks of a bundle's services and provision: what an authority buys, and what carries it on."""

from interchange.cells import AuthorityLife, Rules
from interchange.comparing import FOREVER, check_order, differ
from interchange.facts import Facts, rows_with_lines
from interchange.faults import Faults


def check_provision(facts: Facts, rules: Rules, faults: Faults) -> None:
    """Every rule of `services.csv` and `provision.csv`, in the order of the format."""
    _check_services(facts, faults)
    _check_commissions(facts, rules, faults)
    _check_continues(facts, faults)
    _check_carried_on(facts, faults)
    _check_kept_endings(facts, faults)


def _check_services(facts: Facts, faults: Faults) -> None:
    """The groups that a service is run by and for are among those that it serves."""
    cells = rows_with_lines(facts.bundle, "services", "specialist_groups", "by_and_for_groups")
    for number, (line, specialist, by_and_for) in enumerate(cells):
        if number in facts.bundle["services"].faulty:
            continue
        if by_and_for and not set(by_and_for.split(";")) <= set(specialist.split(";")):
            faults.add(
                "services.csv",
                line,
                "by_and_for_groups",
                "a group that specialist_groups lacks; add it there or take it out here",
            )


def _check_commissions(facts: Facts, rules: Rules, faults: Faults) -> None:
    """A commission has a first day and lies at least partly in its authority's life."""
    check_order(facts, "provision", "commissioned_from", "commissioned_to", faults)
    cells = rows_with_lines(
        facts.bundle, "provision", "authority_code", "commissioned_from", "commissioned_to"
    )
    for line, code, starts, ends in cells:
        if not code:
            continue
        if not starts:
            text = "needed where an authority is given; say when the commission began"
            faults.add("provision.csv", line, "commissioned_from", text)
        elif _outside_life(rules.authorities[code], starts, ends or FOREVER):
            faults.add(
                "provision.csv",
                line,
                "authority_code",
                "the commission lies wholly outside this authority's life; "
                "name its predecessor or successor, or correct the dates",
            )


def _outside_life(authority: AuthorityLife, starts: str, ends: str) -> bool:
    begins = authority.begins.isoformat() if authority.begins else ""
    ended = authority.ends.isoformat() if authority.ends else FOREVER
    return starts > ended or ends < begins


def _check_continues(facts: Facts, faults: Faults) -> None:
    """Provision continues provision of its service and type, one at most, never itself."""
    own_rows = set(facts.bundle["provision"]["provision_ref"])
    taken: dict[str, str] = {
        provision.continues: reference
        for reference, provision in facts.known.provision.items()
        if provision.continues and reference not in own_rows
    }
    rings = _in_rings({ref: provision.continues for ref, provision in facts.provision.items()})
    for line, own, continues in rows_with_lines(
        facts.bundle, "provision", "provision_ref", "continues"
    ):
        before, here = facts.provision.get(continues), facts.provision.get(own)
        if before is None or here is None:
            continue
        text = ""
        if own in rings:
            text = "this goes round in a ring; let the earliest provision continue nothing"
        elif before.service and here.service and before.service != here.service:
            text = "provision of another service; only places of the same service carry on"
        elif differ(before.accommodation_type, here.accommodation_type):
            text = "provision of another type; only places of the same type carry on"
        elif continues in taken:
            text = "other provision continues this already; let one alone continue it"
        taken.setdefault(continues, own)
        if text:
            faults.add("provision.csv", line, "continues", text)


def _check_carried_on(facts: Facts, faults: Faults) -> None:
    """Provision keeps the service and type of what carries it on and is not in the bundle."""
    own_rows = set(facts.bundle["provision"]["provision_ref"])
    followers = {
        provision.continues: provision
        for reference, provision in facts.known.provision.items()
        if provision.continues and reference not in own_rows
    }
    for line, own in rows_with_lines(facts.bundle, "provision", "provision_ref"):
        here, after = facts.provision.get(own), followers.get(own)
        if here is None or after is None:
            continue
        for column, one, other in (
            ("service_ref", here.service, after.service),
            ("accommodation_type", here.accommodation_type, after.accommodation_type),
        ):
            if differ(one, other):
                text = "provision imported before carries these places on; send that one too"
                faults.add("provision.csv", line, column, text)


def _check_kept_endings(facts: Facts, faults: Faults) -> None:
    """A sanctuary stays one as long as an episode keeps how support in a sanctuary ended."""
    for line, own in rows_with_lines(facts.bundle, "provision", "provision_ref"):
        if own in facts.known.sanctuary_endings:
            text = (
                "an episode imported before says how support in this sanctuary ended; "
                "send that episode too, or keep the type"
            )
            faults.add("provision.csv", line, "accommodation_type", text)


def _in_rings(continues: dict[str, str]) -> set[str]:
    """The references that lead back to themselves."""
    rings: set[str] = set()
    done: set[str] = set()
    for start in continues:
        path: dict[str, int] = {}
        here = start
        while here and here not in done and here not in path:
            path[here] = len(path)
            here = continues.get(here, "")
        if here in path:
            rings.update(ref for ref, place in path.items() if place >= path[here])
        done.update(path)
    return rings
