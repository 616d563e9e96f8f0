"""Turns the rows of a bundle into the records of one organisation.

The bundle has been checked: every cell is sound, every reference leads somewhere. Blank text is
'', other blanks are None; a record sealed as one holds only what was recorded.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from accommodation import authorities
from accounts.choices import ServiceKind
from cases.choices import IMMIGRATION_QUESTIONS
from diary.choices import SPOKEN
from interchange.cells import moment_of
from interchange.columns import FILE, Kind
from interchange.facts import Facts
from interchange.references import References
from interchange.shapes import Row

ANSWERED: Final = tuple(
    column.name
    for column in FILE["people"].columns
    if column.kind is Kind.CODE or column.name == "preferred_language"
)
# Files of what hangs on a case and has a reference of its own; the case comes second.
OF_CASES: Final = (
    "notes", "contacts", "next_steps", "appointments", "other_support", "needs", "goals",
)  # fmt: skip
# What is recorded of an interpreter, and its column.
INTERPRETER: Final = {
    "language": "interpreter_language",
    "dialect": "interpreter_dialect",
    "gender": "interpreter_gender",
    "who": "interpreter",
    "never": "never_interprets",
}
ENDING_DETAILS: Final = ("planned", "asked_to_leave", "next_place", "sanctuary_ending")


class _Days(dict[str, date | None]):
    """Days by their ISO text; the same day is one object."""

    def __missing__(self, cell: str) -> date | None:
        day = self[cell] = date.fromisoformat(cell)
        return day


class _Numbers(dict[str, int | None]):
    def __missing__(self, cell: str) -> int | None:
        number = self[cell] = int(cell)
        return number


class Records:
    """The records of one organisation, from the rows of the bundle that are its own.

    `numbers` holds the places of those rows in each file; `today` dates the answers.
    """

    def __init__(
        self,
        facts: Facts,
        references: References,
        numbers: dict[str, list[int]],
        today: date,
    ) -> None:
        self.facts = facts
        self.references = references
        self.numbers = numbers
        self.today = today.isoformat()
        self.days = _Days({"": None})
        self.counts = _Numbers({"": None})
        # What the sealed references of episodes keep: see `episode_sent`.
        self._sent: defaultdict[str, dict[str, Any]] = defaultdict(dict)

    def cells(self, file: str) -> Iterator[tuple[str, ...]]:
        """The organisation's rows of a file."""
        table, numbers = self.facts.bundle[file], self.numbers.get(file, [])
        return zip(
            *(map(table[name].__getitem__, numbers) for name in FILE[file].names), strict=True
        )

    def held(self, file: str) -> list[UUID]:
        """The ids of the organisation's rows of a file."""
        ids, key = self.references.kind(file), self.facts.bundle[file][FILE[file].key]
        return [ids[key[number]] for number in self.numbers.get(file, [])]

    def services(self) -> Iterator[Row]:
        ids = self.references.kind("services")
        for reference, _, name, groups, by_and_for, in_house, standards in self.cells("services"):
            own = ids[reference]
            clear = (_codes(groups), _codes(by_and_for), in_house, standards)
            yield Row(own, own, (*clear, ServiceKind.ACCOMMODATION.value), (name,))

    def provision(self) -> Iterator[Row]:
        ids, services = self.references.kind("provision"), self.references.kind("services")
        for reference, service, kind, code, bedspaces, starts, ends, continues in self.cells(
            "provision"
        ):
            own = ids[reference]
            clear = (
                services[service],
                kind,
                authorities.current_code(code),
                self.counts[bedspaces],
                self.days[starts],
                self.days[ends],
                ids[continues] if continues else None,
            )
            yield Row(own, own, clear, ())

    def units(self) -> Iterator[Row]:
        ids, services = self.references.kind("units"), self.references.kind("services")
        names = FILE["units"].names
        for cells in self.cells("units"):
            row = dict(zip(names, cells, strict=True))
            service = services[row["service_ref"]]
            clear = (
                service,
                self.counts[row["sleeps"]],
                row["step_free"],
                row["cot"],
                self.counts[row["adults"]],
                self.counts[row["children"]],
                row["pets"],
                self.counts[row["boys_up_to"]],
                row["self_contained"],
                row["nrpf_funded"],
                self.days[row["given_up_on"]],
            )
            yield Row(ids[row["unit_ref"]], service, clear, (row["name"],))

    def people(self) -> Iterator[Row]:
        ids = self.references.kind("people")
        names = FILE["people"].names
        for cells in self.cells("people"):
            row = dict(zip(names, cells, strict=True))
            own = ids[row["person_ref"]]
            sealed = (
                row["given_name"],
                row["family_name"],
                row["known_as"],
                _recorded(row, "phone", "email"),
                row["postcode"],
                self.days[row["date_of_birth"]],
            )
            yield Row(own, own, (), sealed)

    def profiles(self) -> Iterator[Row]:
        ids = self.references.kind("people")
        names = FILE["people"].names
        for cells in self.cells("people"):
            row = dict(zip(names, cells, strict=True))
            person = ids[row["person_ref"]]
            answers: dict[str, Any] = {}
            immigration: dict[str, Any] = {}
            for question in ANSWERED:
                if value := row[question]:
                    kept = immigration if question in IMMIGRATION_QUESTIONS else answers
                    kept[question] = {"value": value, "on": self.today, "source": "import"}
            own = self.references.id_of("profile", row["person_ref"])
            yield Row(own, person, (person,), (answers, immigration))

    def cases(self, next_references: Sequence[str]) -> Iterator[Row]:
        """Cases; a new one takes the next of our own references, and the service of its first
        episode."""
        ids, services = self.references.kind("cases"), self._services_of_cases()
        for number, (reference, _, opened, closed) in enumerate(self.cells("cases")):
            own = ids[reference]
            ours = next_references[number] if number < len(next_references) else ""
            service = services.get(reference)
            clear = (self.days[opened], self.days[closed], ours, service, False)
            yield Row(own, own, clear, ("",))

    def _services_of_cases(self) -> dict[str, UUID]:
        services: dict[str, tuple[str, UUID]] = {}
        for _, case, provision, _, started, *_ in self.cells("episodes"):
            facts = self.facts.provision.get(provision)
            if facts and (case not in services or started < services[case][0]):
                known = facts.service.startswith("\0")
                found = (
                    UUID(facts.service[1:])
                    if known
                    else self.references.kind("services")[facts.service]
                )
                services[case] = (started, found)
        return {case: service for case, (_, service) in services.items()}

    def case_people(self) -> Iterator[Row]:
        people, cases = self.references.kind("people"), self.references.kind("cases")
        for case, person, role, relationship in self.cells("case_people"):
            own = self.references.id_of("case_people", case, person)
            yield Row(own, cases[case], (cases[case], people[person], role), (relationship,))

    def people_causing_harm(self) -> Iterator[Row]:
        ids, cases = self.references.kind("people_causing_harm"), self.references.kind("cases")
        names = FILE["people_causing_harm"].names
        for cells in self.cells("people_causing_harm"):
            row = dict(zip(names, cells, strict=True))
            case = cases[row["case_ref"]]
            sealed = (
                row["given_name"],
                row["family_name"],
                row["known_as"],
                row["relationship"],
                _recorded(row, "phone", "postcode", "gender", "date_of_birth"),
            )
            yield Row(ids[row["harm_ref"]], case, (case,), sealed)

    def referrals(self) -> Iterator[Row]:
        ids = self.references.kind("referrals")
        provision, cases = self.references.kind("provision"), self.references.kind("cases")
        names = FILE["referrals"].names
        for cells in self.cells("referrals"):
            row = dict(zip(names, cells, strict=True))
            own = ids[row["referral_ref"]]
            needs = _codes(row["unmet_needs"])
            clear = (
                provision[row["provision_ref"]],
                cases[row["case_ref"]] if row["case_ref"] else None,
                row["kind"],
                self.days[row["received_on"]],
                row["decision"],
                self.days[row["decided_on"]],
                _codes(row["reasons"]),
                self.counts[row["adults"]],
                self.counts[row["children"]],
            )
            yield Row(own, own, clear, (row["source"], {"unmet": needs} if needs else {}))

    def episodes(self) -> Iterator[Row]:
        ids, provision = self.references.kind("episodes"), self.references.kind("provision")
        cases = self.references.kind("cases")
        for reference, case, place, origin, started, *_ in self.cells("episodes"):
            clear = (cases[case], provision[place], self.days[started])
            sealed = (authorities.current_code(origin),)
            yield Row(ids[reference], cases[case], clear, sealed)

    def endings(self) -> Iterator[Row]:
        """The ends of episodes. What is said of the ending of one that runs on has no ending to
        stand in, and is kept with the episode's reference."""
        ids, cases = self.references.kind("episodes"), self.references.kind("cases")
        for reference, case, _, _, _, ended, *told in self.cells("episodes"):
            details = {n: value for n, value in zip(ENDING_DETAILS, told, strict=True) if value}
            if not ended:
                if details:
                    self._sent[reference]["unended"] = details
                continue
            own = self.references.id_of("ending", reference)
            clear = (ids[reference], cases[case], self.days[ended])
            yield Row(own, cases[case], clear, (details,))

    def episode_people(self) -> Iterator[Row]:
        people, episodes = self.references.kind("people"), self.references.kind("episodes")
        for episode, person, starts, ends in self.cells("episode_people"):
            first = self.facts.episodes[episode].started_on
            if starts == first:
                self._sent[episode].setdefault("first_day", []).append(person)
            starts = starts or first
            own = self.references.id_of("episode_people", episode, person, starts)
            clear = (episodes[episode], people[person], self.days[starts], self.days[ends])
            yield Row(own, own, clear, ())

    def stays(self) -> Iterator[Row]:
        units, episodes = self.references.kind("units"), self.references.kind("episodes")
        for reference, episode, unit, starts, ends in self.cells("stays"):
            facts, sent = self.facts.episodes[episode], self._sent[episode]
            sent.setdefault("stays", []).append(reference)
            if not starts:
                sent.setdefault("stays_from_first_day", []).append(reference)
            if not ends and facts.ended_on:
                sent.setdefault("stays_to_last_day", []).append(reference)
            first, last = starts or facts.started_on, ends or facts.ended_on
            if last and last < first:
                last = first
            own = self.references.id_of("stays", reference)
            clear = (episodes[episode], units[unit], self.days[first], self.days[last])
            yield Row(own, own, clear, ())

    def support(self) -> Iterator[Row]:
        people, episodes = self.references.kind("people"), self.references.kind("episodes")
        cases = self.references.kind("cases")
        id_of, sent = self.references.id_of, self._sent
        for reference, episode, person, kind, delivered, minutes in self.cells("support"):
            sent[episode].setdefault("support", []).append(reference)
            own = id_of("support", reference)
            yield Row(
                own,
                own,
                (
                    cases.behind(self.facts.episodes[episode].case),
                    episodes[episode],
                    people[person],
                    kind,
                    self.days[delivered],
                    self.counts[minutes],
                ),
                (),
            )

    def other_support(self) -> Iterator[Row]:
        """Deliveries to people who were in no stay."""
        ids, cases = self.references.kind("other_support"), self.references.kind("cases")
        people = self.references.kind("people")
        for reference, case, person, kind, delivered, minutes in self.cells("other_support"):
            clear = (
                cases[case], people[person], kind, self.days[delivered], self.counts[minutes]
            )  # fmt: skip
            yield Row(ids[reference], ids[reference], clear, ())

    def notes(self) -> Iterator[Row]:
        ids, cases = self.references.kind("notes"), self.references.kind("cases")
        people = self.references.kind("people")
        for reference, case, person, happened, at, text, key, corrects in self.cells("notes"):
            clear = (
                cases[case],
                people[person] if person else None,
                happened,
                moment_of(at),
                key == "yes",
                ids[corrects] if corrects else None,
                False,
            )
            yield Row(ids[reference], cases[case], clear, (text,))

    def contacts(self) -> Iterator[Row]:
        ids, cases = self.references.kind("contacts"), self.references.kind("cases")
        people, notes = self.references.kind("people"), self.references.kind("notes")
        for reference, case, person, note, at, mode, direction, outcome, minutes in self.cells(
            "contacts"
        ):
            clear = (
                cases[case],
                people[person] if person else None,
                notes[note] if note else None,
                moment_of(at),
                mode,
                direction,
                outcome,
                outcome in SPOKEN,
                self.counts[minutes],
                False,
            )
            yield Row(ids[reference], cases[case], clear, ())

    def next_steps(self) -> Iterator[Row]:
        ids, cases = self.references.kind("next_steps"), self.references.kind("cases")
        notes = self.references.kind("notes")
        for reference, case, note, text, who, due, state, ended, reason, _ in self.cells(
            "next_steps"
        ):
            clear = (
                cases[case],
                notes[note] if note else None,
                self.days[due],
                state,
                moment_of(ended) if ended else None,
                False,
            )
            yield Row(ids[reference], cases[case], clear, (text, who, reason))

    def needs(self) -> Iterator[Row]:
        ids, cases = self.references.kind("needs"), self.references.kind("cases")
        people = self.references.kind("people")
        for reference, case, person, domain, level, words, asked in self.cells("needs"):
            told = {"domain": domain, "level": level, "words": words}
            clear = (cases[case], people[person], self.days[asked])
            yield Row(ids[reference], people[person], clear, (told,))

    def goals(self) -> Iterator[Row]:
        ids, cases = self.references.kind("goals"), self.references.kind("cases")
        people, days = self.references.kind("people"), self.days
        for reference, case, person, *words, state, set_on, review_on, ended in self.cells("goals"):
            clear = (
                cases[case], people[person], state, days[set_on], days[review_on], days[ended],
            )  # fmt: skip
            yield Row(ids[reference], people[person], clear, tuple(words))

    def goal_steps(self) -> Iterator[Row]:
        """Which goal each next step leads to."""
        steps, goals = self.references.kind("next_steps"), self.references.kind("goals")
        for reference, *_, goal in self.cells("next_steps"):
            if goal:
                own = self.references.id_of("goal_steps", reference)
                yield Row(own, own, (goals[goal], steps[reference]), ())

    def appointments(self) -> Iterator[Row]:
        ids, cases = self.references.kind("appointments"), self.references.kind("cases")
        names = FILE["appointments"].names
        for cells in self.cells("appointments"):
            row = dict(zip(names, cells, strict=True))
            case = cases[row["case_ref"]]
            told = {ours: row[theirs] for ours, theirs in INTERPRETER.items() if row[theirs]}
            moments = (
                moment_of(row[name]) if row[name] else None
                for name in ("starts_at", "ends_at", "cancelled_at")
            )
            clear = (case, row["kind"], *moments, False)
            yield Row(
                ids[row["appointment_ref"]], case, clear, (row["where"], row["with_whom"], told)
            )

    def episode_sent(self, episode: str) -> dict[str, Any]:
        """What an episode's sealed reference keeps, once all rows below it were made.

        `support` and `stays` list the references of the rows below it; `first_day` the people
        whose first day was given though it is the episode's own; `stays_from_first_day` and
        `stays_to_last_day` the stays whose day was left blank; `unended` what was told of the
        ending of an episode that runs on.
        """
        sent = self._sent.get(episode, {})
        ordered = {k: sorted(v) if isinstance(v, list) else v for k, v in sent.items()}
        return {"ref": episode} | ordered

    def episodes_touched(self) -> set[str]:
        """Episodes of earlier imports, absent from the bundle, that get rows from it."""
        table, numbers = self.facts.bundle["episodes"], self.numbers.get("episodes", [])
        return set(self._sent) - {table["episode_ref"][number] for number in numbers}

    def sent_references(self) -> Iterator[Row]:
        """The sealed references of everything that has one of its own."""
        source = self.references.source
        for file in ("services", "provision", "units", "people", "cases", "people_causing_harm"):
            yield from self._plain_references(file)
        for file in ("referrals", *OF_CASES):
            yield from self._plain_references(file)
        ids, cases = self.references.kind("episodes"), self.references.kind("cases")
        for reference, case, *_ in self.cells("episodes"):
            clear = (source, "episodes", cases[case])
            yield Row(ids[reference], cases[case], clear, (self.episode_sent(reference),))

    def _plain_references(self, file: str) -> Iterator[Row]:
        ids, source = self.references.kind(file), self.references.source
        below = dict.fromkeys(OF_CASES, "cases")
        parents = {"provision": 1, "units": 1, "people_causing_harm": 1} | dict.fromkeys(below, 1)
        kinds = {"provision": "services", "units": "services", "people_causing_harm": "cases"}
        kinds |= below
        for cells in self.cells(file):
            own = ids[cells[0]]
            subject = (
                self.references.kind(kinds[file])[cells[parents[file]]] if file in kinds else own
            )
            yield Row(own, subject, (source, file, subject), ({"ref": cells[0]},))


def _codes(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _recorded(row: dict[str, str], *names: str) -> dict[str, str]:
    return {name: row[name] for name in names if row[name]}
