"""Checks a bundle: every cell (`cells`), every reference, and every rule between rows.

One function for each file, in the order of the format; each rule stands beside its sentence.
A row's blank cells, and cells found faulty before, are passed over here: one fault, one line.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from interchange.cells import Rules, check_cells
from interchange.columns import FILES, Kind
from interchange.comparing import FOREVER, check_order, differ
from interchange.diary_checks import check_diary
from interchange.facts import Facts, Participation, gather, rows_with_lines
from interchange.faults import Faults
from interchange.known import EpisodeFacts, Known
from interchange.provision_checks import check_provision
from interchange.reading import Bundle

OTHER_ORGANISATION: Final = "this belongs to another organisation than the row's other references"


def check_bundle(bundle: Bundle, *, known: Known, rules: Rules, faults: Faults) -> None:
    """Adds every fault of the bundle to `faults`; a bundle without faults can be written."""
    check_cells(bundle, rules, faults)
    check_links(bundle, known, faults)
    facts = gather(bundle, known)
    check_provision(facts, rules, faults)
    _check_cases(facts, faults)
    _check_case_people(facts, faults)
    _check_survivors(facts, faults)
    _check_referrals(facts, faults)
    _check_episodes(facts, faults)
    _check_participations(facts, faults)
    _check_earlier_episodes(facts, faults)
    _check_stays(facts, faults)
    _check_support(facts, faults)
    check_diary(facts, faults)


def check_links(bundle: Bundle, known: Known, faults: Faults) -> None:
    """A reference leads to a row of the bundle, or to one of an earlier import."""
    for file in FILES:
        table = bundle[file.name]
        for column in file.columns:
            target = column.links_to
            if column.kind is not Kind.LINK or not len(table):
                continue
            held = set(bundle[target][bundle[target].file.key])
            used = set(table[column.name]) - held - {""}
            lost = {cell for cell in used if not known.holds(target, cell)}
            if not lost:
                continue
            damaged = bundle[target].damaged
            text = (
                f"this leads to no row of {target}.csv, nor to one imported before; "
                "add the row or correct the reference"
            )
            for number, cell in enumerate(table[column.name]):
                if cell in lost:
                    # A row that could not be read may be the one that this leads to.
                    if not damaged:
                        faults.add(file.filename, table.lines[number], column.name, text)
                    table[column.name][number] = ""
                    table.faulty.add(number)


def _check_cases(facts: Facts, faults: Faults) -> None:
    """A case closes after it opens and has exactly one survivor (two: see `case_people`)."""
    check_order(facts, "cases", "opened_on", "closed_on", faults)
    if facts.damaged("case_people"):
        return
    unsure = _cases_with_faulty_rows(facts)
    for line, case in rows_with_lines(facts.bundle, "cases", "case_ref"):
        if case and case not in unsure and "survivor" not in facts.roles.get(case, {}).values():
            text = "no survivor; give the case one row in case_people.csv with the role survivor"
            faults.add("cases.csv", line, "case_ref", text)


def _cases_with_faulty_rows(facts: Facts) -> set[str]:
    """Cases of which a row in `case_people` was faulty: who is in them cannot be told."""
    table = facts.bundle["case_people"]
    return {table["case_ref"][number] for number in table.faulty}


def _check_case_people(facts: Facts, faults: Faults) -> None:
    """A person stands in a case once, and both belong to one organisation."""
    rows: dict[tuple[str, str], int] = {}
    cells = rows_with_lines(facts.bundle, "case_people", "case_ref", "person_ref")
    for line, case, person in cells:
        if not case or not person:
            continue
        if (first := rows.setdefault((case, person), line)) != line:
            text = f"this person stands in the case already, on line {first}; leave one row"
            faults.add("case_people.csv", line, "person_ref", text)
        if differ(facts.person_organisation.get(person, ""), facts.case_organisation.get(case, "")):
            text = f"{OTHER_ORGANISATION}; a case holds people of its own organisation"
            faults.add("case_people.csv", line, "person_ref", text)


def _check_survivors(facts: Facts, faults: Faults) -> None:
    """No case has a second survivor; a row by itself does not take a case's only one away."""
    held = set(facts.bundle["cases"]["case_ref"])
    survivors: dict[str, str] = {}
    for case, roles in facts.known.roles.items():
        if case not in held:
            survivors.update((case, who) for who, role in roles.items() if role == "survivor")
    seen: set[tuple[str, str]] = set()
    cells = rows_with_lines(facts.bundle, "case_people", "case_ref", "person_ref", "role")
    for line, case, person, role in cells:
        if not case or not person or (case, person) in seen:
            continue
        seen.add((case, person))
        if role == "survivor" and survivors.setdefault(case, person) != person:
            text = "a second survivor in the case; a case has one, the others are other adults"
            faults.add("case_people.csv", line, "role", text)
        elif case not in held and survivors.get(case) == person and role != "survivor":
            text = "this leaves the case without a survivor; send the case and all its people"
            faults.add("case_people.csv", line, "role", text)


def _check_referrals(facts: Facts, faults: Faults) -> None:
    check_order(facts, "referrals", "received_on", "decided_on", faults)
    cells = rows_with_lines(facts.bundle, "referrals", "provision_ref", "case_ref")
    for line, provision, case in cells:
        if case and differ(
            facts.organisation_of_provision(provision), facts.case_organisation.get(case, "")
        ):
            text = f"{OTHER_ORGANISATION}; leave the case blank or name one of the provider's"
            faults.add("referrals.csv", line, "case_ref", text)


def _check_episodes(facts: Facts, faults: Faults) -> None:
    check_order(facts, "episodes", "started_on", "ended_on", faults)
    cells = rows_with_lines(
        facts.bundle, "episodes", "case_ref", "provision_ref", "sanctuary_ending"
    )
    for line, case, provision, sanctuary_ending in cells:
        if differ(
            facts.organisation_of_provision(provision), facts.case_organisation.get(case, "")
        ):
            text = f"{OTHER_ORGANISATION}; an episode's case and provision share one"
            faults.add("episodes.csv", line, "provision_ref", text)
        if sanctuary_ending and differ(facts.type_of_episode(provision), "sanctuary"):
            text = "only for provision of the type sanctuary; leave it blank"
            faults.add("episodes.csv", line, "sanctuary_ending", text)


def _check_participations(facts: Facts, faults: Faults) -> None:
    """Each person is in the episode's case, within the episode, and not twice on one day."""
    table = facts.bundle["episode_people"]
    unsure = _cases_with_faulty_rows(facts) | {""}
    for reference, rows in facts.participations.items():
        episode = facts.episodes.get(reference)
        own = [row for row in rows if row[3] >= 0]
        if episode is None or not own:
            continue
        roles = facts.roles.get(episode.case, {})
        for person, starts, ends, number in own:
            line = table.lines[number]
            unknown = episode.case in unsure or facts.damaged("case_people")
            if person not in roles and not unknown:
                text = "not one of the people of the episode's case; add them to case_people.csv"
                faults.add("episode_people.csv", line, "person_ref", text)
            _check_within(episode, starts, ends, line, faults)
        _check_overlaps(episode, rows, table.lines, faults)


def _check_within(episode: EpisodeFacts, starts: str, ends: str, line: int, faults: Faults) -> None:
    """A participation ends after it starts and lies inside its episode."""
    first, last = episode.started_on, episode.ended_on or FOREVER
    if starts and ends and ends < starts:
        faults.add("episode_people.csv", line, "to", "before from; correct one of the two dates")
        return
    for column, day in (("from", starts), ("to", ends)):
        if day and ((first and day < first) or day > last):
            text = "outside the episode; correct the date, or the episode's own dates"
            faults.add("episode_people.csv", line, column, text)


def _check_overlaps(
    episode: EpisodeFacts, rows: list[Participation], lines: "Iterable[int]", faults: Faults
) -> None:
    """A person's participations in an episode share no day, first and last days included."""
    people: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for person, starts, ends, number in rows:
        ends = ends or episode.ended_on or FOREVER
        people[person].append((starts or episode.started_on, ends, number))
    line_of = list(lines) if any(len(spans) > 1 for spans in people.values()) else []
    for spans in people.values():
        spans.sort()
        for (_, ended, earlier), (started, _, later) in pairwise(spans):
            if started and started <= ended:
                text = "overlaps the person's other row in this episode; the two may share no day"
                number = later if later >= 0 else earlier
                faults.add("episode_people.csv", line_of[number], "from", text)


def _check_earlier_episodes(facts: Facts, faults: Faults) -> None:
    """A case that the bundle replaces keeps the people of its episodes of earlier imports."""
    if facts.damaged("case_people", "episodes"):
        return
    own = set(facts.bundle["episodes"]["episode_ref"])
    lines = dict(zip(facts.bundle["cases"]["case_ref"], facts.bundle["cases"].lines, strict=True))
    for reference, episode in facts.known.episodes.items():
        if reference in own or episode.case not in lines:
            continue
        roles = facts.roles.get(episode.case, {})
        people = {row[0] for row in facts.participations.get(reference, [])}
        if people - roles.keys():
            text = (
                "someone in an earlier episode of this case is no longer in case_people.csv; "
                "add them, or send that episode too"
            )
            faults.add("cases.csv", lines[episode.case], "case_ref", text)


def _check_stays(facts: Facts, faults: Faults) -> None:
    """A stay is in a unit of its episode's organisation, and units are slept in one at a time."""
    check_order(facts, "stays", "from", "to", faults)
    units: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    cells = rows_with_lines(facts.bundle, "stays", "episode_ref", "unit_ref", "from", "to")
    for line, reference, unit, starts, ends in cells:
        episode = facts.episodes.get(reference)
        service = facts.unit_service.get(unit, "")
        if episode and differ(
            facts.organisation_of_provision(episode.provision),
            facts.service_organisation.get(service, ""),
        ):
            text = f"{OTHER_ORGANISATION}; a household stays in a unit of its provider"
            faults.add("stays.csv", line, "unit_ref", text)
        if episode:
            starts, ends = starts or episode.started_on, ends or episode.ended_on
        if unit and starts and (not ends or starts < ends):
            units[unit].append((starts, ends or FOREVER, line))
    for unit, spans in units.items():
        known = [(starts, ends or FOREVER, 0) for starts, ends in facts.known.stays.get(unit, [])]
        _check_unit(sorted(spans + known), faults)


def _check_unit(spans: list[tuple[str, str, int]], faults: Faults) -> None:
    """The day of departure is free for the next arrival."""
    latest, latest_line = "", 0
    for starts, ends, line in spans:
        if starts < latest:
            other = f"line {latest_line}" if latest_line and line else "a stay imported before"
            text = f"the unit is taken then by {other}; correct the dates or the unit"
            faults.add("stays.csv", line or latest_line, "unit_ref", text)
        if ends > latest:
            latest, latest_line = ends, line


def _check_support(facts: Facts, faults: Faults) -> None:
    """Support goes to someone with a row in that episode, on whatever day."""
    if facts.damaged("episode_people"):
        return
    people = {
        reference: {row[0] for row in rows} for reference, rows in facts.participations.items()
    }
    nobody: set[str] = set()
    text = "this person has no row in this episode; add one to episode_people.csv"
    cells = rows_with_lines(facts.bundle, "support", "episode_ref", "person_ref")
    for line, episode, person in cells:
        if episode and person and person not in people.get(episode, nobody):
            faults.add("support.csv", line, "person_ref", text)
