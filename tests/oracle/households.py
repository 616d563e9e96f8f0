"""People, cases, episodes and deliveries at the edges of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.oracle.authorities import relatives
from tests.oracle.bundles import Bundle, Row
from tests.oracle.choices import (
    ETHNICITIES,
    GENDERS,
    NEXT_PLACES,
    ORIENTATIONS,
    ORIGINS,
    SANCTUARY_ENDINGS,
    SUPPORT_TYPES,
    YES_NO,
)
from tests.oracle.draws import DAY, Draws, add_months

ADULT_AGES = (40, 16, 17, 18, 25, 26, 64, 65, 15, 66)
CHILD_AGES = (7, 18, 17, 0, 15, 16, 19, 26)
OTHER_ADULT_AGES = (20, 17, 18, 26, 65, 14)

YES_NO_COLUMNS = (
    "trans",
    "disability",
    "mental_health_need",
    "drug_need",
    "alcohol_need",
    "offending_history",
    "recourse_to_public_funds",
    "interpreter_needed",
)


@dataclass
class Place:
    """A provision as episodes see it, with the first and last days of its chain's commissions."""

    row: Row
    turns: list[date]


class Households:
    """Fills a bundle with the households of one organisation."""

    def __init__(
        self, draws: Draws, bundle: Bundle, organisation: str, places: list[Place]
    ) -> None:
        self.draws = draws
        self.bundle = bundle
        self.organisation = organisation
        self.places = places
        self.known: list[Row] = []

    def ref(self, file: str, letter: str) -> str:
        return f"{letter}{len(self.bundle.rows(file)) + 1}"

    def add_case(self) -> Row:
        """A case with its household and one to three episodes."""
        draws = self.draws
        place = draws.one_of(self.places)
        start = draws.day(place.turns)
        opened = start - draws.up_to(40) * DAY
        case = self.bundle.add(
            "cases",
            case_ref=self.ref("cases", "C"),
            organisation_ref=self.organisation,
            opened_on=opened,
            closed_on=date(2025, 12, 31) if draws.chance(20) else None,
        )
        people = self._household(case["case_ref"], start)
        for _ in range(1 + draws.one_of((0, 0, 1, 2))):
            ended = self._episode(case["case_ref"], place, people, start)
            # The next episode begins on the day of the move, soon after, or beside a running one.
            start = (ended or draws.day(place.turns, since=start)) + draws.one_of(
                (0, 0, 1, 30)
            ) * DAY
            place = draws.one_of(self.places)
        return case

    def _household(self, case: str, start: date) -> list[str]:
        draws = self.draws
        # The first live day is that of a year or that of the participation.
        turn = max(start, draws.one_of((start, date(draws.focus, 4, 1))))
        roles = ["survivor"]
        roles += ["child"] * draws.one_of((0, 1, 1, 2, 3))
        roles += ["other_adult"] * draws.one_of((0, 0, 1))
        people: list[str] = []
        for role in roles:
            ages = {"survivor": ADULT_AGES, "child": CHILD_AGES}.get(role, OTHER_ADULT_AGES)
            person = self._person(people, ages, turn, start)
            self.bundle.add("case_people", case_ref=case, person_ref=person, role=role)
            people.append(person)
        return people

    def _person(self, present: list[str], ages: Sequence[int], turn: date, start: date) -> str:
        """A new person, or one of another case, in whatever role there."""
        draws = self.draws
        others = [row for row in self.known if row["person_ref"] not in present]
        others = [row for row in others if row["date_of_birth"] <= start.isoformat()]
        if others and draws.chance(15):
            return draws.one_of(others)["person_ref"]
        born = draws.birth(ages, turn)
        row = self.bundle.add(
            "people",
            person_ref=self.ref("people", "P"),
            organisation_ref=self.organisation,
            given_name="Someone",
            family_name=self.ref("people", "Number "),
            date_of_birth=min(born, start) if born else None,
            gender=self._answer(GENDERS, differs=50),
            ethnicity=self._answer(ETHNICITIES, differs=25),
            sexual_orientation=self._answer(ORIENTATIONS, differs=25),
            **{name: self._answer(YES_NO, differs=20) for name in YES_NO_COLUMNS},
        )
        self.known.append(row)
        return row["person_ref"]

    def _answer(self, options: Sequence[str], *, differs: int) -> str:
        """The plainest answer, or any: a characteristic must often stand alone to be seen."""
        return self.draws.one_of(options) if self.draws.chance(differs) else options[0]

    # Episodes ---------------------------------------------------------------------------------

    def _episode(self, case: str, place: Place, people: list[str], start: date) -> date | None:
        """One episode; gives its last day, or None while it runs."""
        draws = self.draws
        ended = None if draws.chance(30) else draws.last_day(start, place.turns)
        sanctuary = place.row["accommodation_type"] == "sanctuary"
        episode = self.bundle.add(
            "episodes",
            episode_ref=self.ref("episodes", "E"),
            case_ref=case,
            provision_ref=place.row["provision_ref"],
            origin_code=self._origin(place),
            started_on=start,
            ended_on=ended,
            planned=draws.one_of(("yes", "no", "not_known", "")) if ended else "",
            asked_to_leave=draws.one_of(YES_NO) if ended else "",
            next_place=draws.one_of(NEXT_PLACES) if ended else "",
            sanctuary_ending=draws.one_of(SANCTUARY_ENDINGS) if ended and sanctuary else "",
        )["episode_ref"]
        self._participate(episode, people[0], place, start, ended)
        for person in people[1:]:
            if draws.chance(85):
                self._participate(episode, person, place, start, ended)
        if draws.chance(40):
            self._stay(episode, place, start, ended)
        return ended

    def _origin(self, place: Place) -> str:
        """Near the commissioner as often as anywhere."""
        commissioner = place.row["authority_code"]
        if commissioner and self.draws.chance(50):
            return self.draws.one_of(relatives(commissioner))
        return self.draws.one_of(ORIGINS)

    def _participate(
        self, episode: str, person: str, place: Place, start: date, ended: date | None
    ) -> None:
        """One to three participations of a person in an episode, apart by a day or more."""
        draws = self.draws
        turns = place.turns
        horizon = ended or max(add_months(start, 18), start)
        spans: list[tuple[date | None, date | None]] = [(None, None)]
        if draws.chance(50):
            first = start if draws.chance(50) else draws.day(turns, since=start, until=horizon)
            spans = []
            for _ in range(draws.one_of((1, 2, 3))):
                last = min(draws.last_day(first, turns), horizon)
                spans.append((first, last))
                first = last + draws.one_of((1, 1, 2, 40)) * DAY
                if first > horizon:
                    break
            if draws.chance(40):
                spans[-1] = (spans[-1][0], None)
            if spans[0][0] == start and draws.chance(50):
                spans[0] = (None, spans[0][1])
        for begins, ends in spans:
            self.bundle.add(
                "episode_people", episode_ref=episode, person_ref=person, from_=begins, to=ends
            )
            self._support(episode, person, place, begins or start, ends or ended)

    def _support(
        self, episode: str, person: str, place: Place, begins: date, ends: date | None
    ) -> None:
        draws = self.draws
        near = [begins, ends or begins, *place.turns]
        for _ in range(draws.one_of((0, 1, 2, 4))):
            self.bundle.add(
                "support",
                support_ref=self.ref("support", "D"),
                episode_ref=episode,
                person_ref=person,
                support_type=draws.one_of(SUPPORT_TYPES),
                delivered_on=draws.day(near),
                minutes=draws.one_of((45, None)),
            )

    def _stay(self, episode: str, place: Place, start: date, ended: date | None) -> None:
        """A stay in a unit of its own, or in two, moving from one to the other on a day."""
        move = self.draws.day(since=start, until=ended) if self.draws.chance(30) else None
        spans = [(start, move), (move, ended)] if move else [(start, ended)]
        for begins, ends in spans:
            unit = self.bundle.add(
                "units",
                unit_ref=self.ref("units", "U"),
                service_ref=place.row["service_ref"],
                name=self.ref("units", "Room "),
                sleeps=self.draws.one_of((3, None)),
                step_free=self.draws.one_of(("no", "yes", "")),
                cot=self.draws.one_of(("no", "yes", "")),
            )["unit_ref"]
            self.bundle.add(
                "stays",
                stay_ref=self.ref("stays", "T"),
                episode_ref=episode,
                unit_ref=unit,
                from_=begins,
                to=ends,
            )
