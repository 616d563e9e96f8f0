"""Stored records, loaded, count as the same records read straight from their bundle."""

import random
from datetime import date, timedelta

import pytest

from returns import services, sql
from returns.checks import totals
from returns.checks.definitions import Check
from tests.returns.bundles import (
    CAMDEN,
    CARLISLE,
    CUMBERLAND,
    CUMBRIA,
    DARTFORD,
    KENT,
    LONDON,
    Bundle,
)
from tests.returns.conftest import Bring
from tests.returns.counting import EDITION, partial, year
from tests.returns.edge_cases import support_belongs_to_the_participation_that_it_falls_in

AUTHORITIES = (KENT, LONDON, CUMBRIA, CUMBERLAND)
EDGES = [date(2022, 4, 1), date(2022, 10, 1), date(2023, 3, 31), date(2023, 4, 1)]
ANSWERS = ["yes", "no", "", "not_known", "declined"]


class Dice:
    """Draws a bundle: dates near the edges of the year, everything else anything."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.bundle = Bundle()

    def day(self, first: date = date(2021, 1, 1)) -> date:
        if self.random.random() < 0.5:
            near = self.random.choice(EDGES) + timedelta(days=self.random.randint(-2, 2))
            if near >= first:
                return near
        return first + timedelta(days=self.random.randint(0, 400))

    def later(self, first: date) -> date | None:
        return self.day(first) if self.random.random() < 0.7 else None

    def draw(self) -> Bundle:
        for _ in range(4):
            self.chain()
        for _ in range(12):
            self.household()
        for _ in range(15):
            self.referral()
        return self.bundle

    def chain(self) -> None:
        authority = self.random.choice([*AUTHORITIES[:3], ""])
        kind = self.random.choice(["refuge", "dispersed", "specialist", "sanctuary"])
        start, continues = date(2020, 4, 1), ""
        for _ in range(self.random.randint(1, 3)):
            end = self.later(start + timedelta(days=1)) if authority != CUMBRIA else None
            if authority == CUMBRIA:
                end = date(2023, 3, 31) if start <= date(2023, 3, 31) else None
            continues = self.bundle.provision(
                kind,
                authority,
                self.random.randint(0, 9),
                start.isoformat(),
                end.isoformat() if authority and end else "",
                continues,
            )
            if end is None:
                return
            start = end + timedelta(days=self.random.choice([1, 1, 60]))
            if authority == CUMBRIA:
                authority, start = CUMBERLAND, date(2023, 4, 1)

    def person(self, born: date | None) -> str:
        return self.bundle.person(
            date_of_birth=born.isoformat() if born else "",
            gender=self.random.choice(["woman", "man", "non_binary", "", "declined"]),
            trans=self.random.choice(ANSWERS),
            ethnicity=self.random.choice(["white_british", "roma", "indian", "", "declined"]),
            disability=self.random.choice(ANSWERS),
            drug_need=self.random.choice(ANSWERS),
        )

    def household(self) -> None:
        dice = self.random
        adult = self.person(date(dice.randint(1950, 2005), dice.randint(1, 12), 1))
        child = self.person(dice.choice([None, self.day(date(2004, 1, 1))]))
        case = self.bundle.case((adult, "survivor"), (child, dice.choice(["child", "other_adult"])))
        first = self.day()
        last = self.later(first)
        middle = self.day(first)
        until = date(2024, 1, 1) if last is None else last
        parts = [(adult, "", ""), (child, "", middle.isoformat())]
        if middle > until:
            parts = [(adult, "", "")]
        elif middle + timedelta(days=3) <= until:
            parts.append((child, (middle + timedelta(days=3)).isoformat(), ""))
        episode = self.bundle.episode(
            dice.choice([row["provision_ref"] for row in self.bundle.rows["provision"]]),
            case,
            first.isoformat(),
            last.isoformat() if last else "",
            people=parts,
            origin=dice.choice([DARTFORD, CAMDEN, CARLISLE, "scotland", ""]),
            planned=dice.choice(["yes", "no", "not_known", ""]) if last else "",
            asked_to_leave=dice.choice(ANSWERS) if last else "",
        )
        for _ in range(6):
            day = (first + timedelta(days=dice.randint(-5, 200))).isoformat()
            who = dice.choice(parts)[0]
            self.bundle.support(episode, who, dice.choice(["advocacy", "children", "housing"]), day)

    def referral(self) -> None:
        dice = self.random
        received = self.day()
        decision = dice.choice(["not_supported", "not_supported", "accepted", "pending"])
        decided = dice.choice(["", (received + timedelta(days=3)).isoformat()])
        refused = decision == "not_supported"
        self.bundle.referral(
            dice.choice([row["provision_ref"] for row in self.bundle.rows["provision"]]),
            received.isoformat(),
            decision,
            dice.choice(["capacity", "needs_not_met", "other;needs_not_met", ""])
            if refused
            else "",
            kind=dice.choice(["referral", "referral", "enquiry"]),
            decided_on=decided if decision != "pending" else "",
            unmet_needs=dice.choice(["drugs", "child_age;family_size", ""]) if refused else "",
        )


@pytest.mark.parametrize("seed", range(12))
def test_loaded_records_count_as_those_of_the_bundle(seed: int, bring: Bring) -> None:
    bundle = Dice(seed).draw()
    bring(bundle)

    for authority in AUTHORITIES:
        for name in ("2021-22", "2022-23", "2023-24"):
            derived = services.derive(authority, name)
            clear = partial(bundle, authority, year(name))
            counts = {code: n for code, n in derived.cells.items() if isinstance(n, int)}
            assert counts == dict(clear.cells)
            expected = totals.run(clear.cells, clear.findings, EDITION)
            assert [_said(check) for check in derived.checks if check.code != "year-on-year"] == [
                _said(check) for check in expected
            ]


def _said(check: Check) -> tuple[str, str, int]:
    return (check.code, check.cell, check.count)


def test_the_drawn_bundles_reach_most_cells() -> None:
    reached: set[str] = set()
    for seed in range(12):
        bundle = Dice(seed).draw()
        for authority in AUTHORITIES[:2]:
            cells = partial(bundle, authority).cells
            reached |= {code.partition(".")[0] for code, count in cells.items() if count}

    assert reached >= {"A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "D1", "E1", "E2"}
    assert reached >= {"F1", "F2", "H1"}


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("SUPPORT", "AND part.last_day", "AND 'infinity'"),
        ("SUPPORT", "BETWEEN part.starts_on", "BETWEEN '-infinity'"),
        ("SUPPORT", "part.person_id = s.person_id", "part.id IS NOT NULL"),
        ("SUPPORT", "coalesce(p.ends_on, x.ended_on,", "coalesce(x.ended_on,"),
        ("SUPPORT", "BETWEEN period.first", "BETWEEN '-infinity'"),
        ("OUTSIDE_DELIVERIES", "NOT EXISTS", "EXISTS"),
        ("EPISODES", ">= %(first)s", "> %(last)s"),
        ("REFERRALS", "coalesce(r.received_on, r.decided_on), r.decided_on", "NULL::date, NULL"),
    ],
)
def test_a_query_read_wrongly_is_noticed(
    query: str, right: str, wrong: str, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = Dice(3).draw()
    support_belongs_to_the_participation_that_it_falls_in(bundle)
    bring(bundle)
    text = getattr(sql, query)
    assert right in text
    monkeypatch.setattr(sql, query, text.replace(right, wrong))

    with pytest.raises((AssertionError, KeyError, TypeError)):
        for authority in AUTHORITIES:
            derived = services.derive(authority, "2022-23")
            clear = partial(bundle, authority, year())
            found = totals.run(clear.cells, clear.findings, EDITION)
            assert {code: derived.cells[code] for code in clear.cells} == dict(clear.cells)
            stored = [_said(each) for each in derived.checks if each.code != "year-on-year"]
            assert stored == [_said(each) for each in found]
