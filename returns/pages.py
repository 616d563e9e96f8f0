"""What the pages of the return show, and who may see which."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from accommodation import authorities, register
from accounts.models import User
from accounts.permissions import Permission
from returns import access, services
from returns.checks.definitions import Check
from returns.derived import Figure, Return
from returns.editions.reading import PUBLISHED, Cell, Edition
from returns.models import DerivedReturn
from returns.period import Period, UnknownYear, years_in_hand
from returns.rule_words import LEVELS, PARTS, SECTIONS, WORDS

YEARS_SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """One authority's return as one person sees it.

    ``derived`` is None while a whole return has not been counted yet. ``counted_at`` is None
    where the figures were counted for this very page.
    """

    authority: authorities.Authority
    period: Period
    derived: Return | None
    before: Mapping[str, Figure] | None
    counted_at: datetime.datetime | None
    is_whole: bool

    @property
    def year(self) -> str:
        """Return the year's name, such as 2022-23."""
        return self.period.name

    @property
    def year_before(self) -> str:
        """Return the name of the year before."""
        return self.period.previous().name

    @cached_property
    def checks(self) -> list["ShownCheck"]:
        """Return the checks that do not hold, those that must be put right first."""
        if self.derived is None:
            return []
        keys = {cell.code: key for key, cell in keyed(self.derived.edition).items()}
        found = [ShownCheck(one, keys.get(one.cell, one.cell)) for one in self.derived.checks]
        return sorted(found, key=lambda check: list(LEVELS).index(check.check.level))

    @property
    def to_put_right(self) -> int:
        """Count the checks that stand in the way of signing off."""
        return sum(check.check.blocks_sign_off for check in self.checks)

    @cached_property
    def parts(self) -> list["Part"]:
        """Return the figures by part of the form, in its order."""
        if self.derived is None:
            return []
        rows: dict[str, dict[str, list[Row]]] = {}
        for key, cell in keyed(self.derived.edition).items():
            part = rows.setdefault(cell.section[0], {})
            part.setdefault(section_of(cell), []).append(self._row(key, cell, self.derived))
        return [
            Part(letter, [Section(code, found) for code, found in sections.items()], self.checks)
            for letter, sections in rows.items()
        ]

    def _row(self, key: str, cell: Cell, derived: Return) -> "Row":
        return Row(
            key=key,
            cell=cell,
            figure=derived.cells.get(cell.code),
            before=None if self.before is None else self.before.get(cell.code),
            suggestion=derived.suggestions.get(cell.code, ""),
            checks=[check for check in self.checks if check.check.cell == cell.code],
        )


@dataclass(frozen=True)
class ShownCheck:
    """A check that does not hold, with how it is marked and the place that it concerns."""

    check: Check
    anchor: str

    @property
    def level(self) -> str:
        """Return the level in words."""
        return LEVELS[self.check.level][0]

    @property
    def kind(self) -> str:
        """Return the colour of the mark."""
        return LEVELS[self.check.level][1]

    @property
    def icon(self) -> str:
        """Return the shape of the mark."""
        return LEVELS[self.check.level][2]


@dataclass(frozen=True)
class Row:
    """One figure, beside last year's. ``key`` stands for it in addresses."""

    key: str
    cell: Cell
    figure: Figure
    before: Figure
    suggestion: str
    checks: Sequence[ShownCheck]

    @property
    def is_total(self) -> bool:
        """Say whether the figures below it are its parts."""
        return self.cell.code.endswith(".total")

    @property
    def provenance(self) -> str:
        """Return how the cell is known, where not from the department's own report."""
        return "" if self.cell.provenance == PUBLISHED else self.cell.provenance


@dataclass(frozen=True)
class Section:
    """A table of the form."""

    code: str
    rows: Sequence[Row]

    @property
    def title(self) -> str:
        """Return what the section is called."""
        return SECTIONS.get(self.code, self.code)

    @property
    def unit(self) -> str:
        """Return what its figures count, where they all count the same."""
        units = {row.cell.unit for row in self.rows if row.cell.is_counted}
        return units.pop() if len(units) == 1 else ""

    @property
    def rules(self) -> list[str]:
        """Return how its figures are counted, each way once."""
        return list(dict.fromkeys(WORDS.get(row.cell.rule, "") for row in self.rows))


@dataclass(frozen=True)
class Part:
    """A letter of the form."""

    letter: str
    sections: Sequence[Section]
    every_check: Sequence[ShownCheck]

    @property
    def title(self) -> str:
        """Return what the part is called."""
        return PARTS.get(self.letter, "")

    @property
    def to_check(self) -> int:
        """Count the errors and warnings that concern this part."""
        return sum(
            check.check.cell.startswith(self.letter) and check.check.level != "information"
            for check in self.every_check
        )


@dataclass(frozen=True)
class Choice:
    """A return that a person may open."""

    authority: authorities.Authority
    year: str
    counted_at: datetime.datetime | None


def keyed(edition: Edition) -> dict[str, Cell]:
    """Return the cells by what stands for them in addresses: section and place, such as A1-2.

    A cell's own code would say in the browser's history what the pages are about.
    """
    found: dict[str, Cell] = {}
    numbers: Counter[str] = Counter()
    for cell in edition.cells:
        numbers[cell.section] += 1
        found[f"{cell.section}-{numbers[cell.section]}"] = cell
    return found


def section_of(cell: Cell) -> str:
    """Return the section's key: the questions to the authority share one table."""
    return "G" if cell.section.startswith("G") else cell.section


def choices_for(user: User, *, today: datetime.date) -> dict[str, list[Choice]]:
    """Return what a person may open, by year, the latest first."""
    running = years_in_hand(today)[-1]
    periods = [running]
    while len(periods) < YEARS_SHOWN:
        periods.append(periods[-1].previous())
    seen = access.organisations_with(user, Permission.RETURN_SEE)
    own = {each.pk for each in seen if not each.authority_code}
    whole = {authorities.current_code(each.authority_code) for each in seen if each.authority_code}
    kept = {
        (row.authority, row.year): row.computed_at
        for row in DerivedReturn.objects.filter(authority__in=whole)
    }
    found: dict[str, list[Choice]] = {}
    for period in periods:
        commissions = register.commissions(period.first, period.last)
        codes = {code for code, providers in commissions.items() if own & set(providers)}
        codes |= whole & commissions.keys()
        found[period.name] = sorted(
            (
                Choice(authorities.get(code), period.name, kept.get((code, period.name)))
                for code in codes
            ),
            key=lambda choice: choice.authority.name,
        )
    return {year: choices for year, choices in found.items() if choices}


def get_return_for(
    user: User, authority: str, year: str
) -> tuple[authorities.Authority, Period, bool]:
    """Return the authority, the period and whether the whole return is this person's to see.

    Unknown, without a right, or nothing to do with them: the one Http404.
    """
    try:
        chosen = services.authority_named(authority)
        period = services.as_period(year)
        reach = access.reach_of(user, chosen.gss_code)
    except (services.ReturnRefused, UnknownYear, access.NoRight) as refused:
        raise Http404 from refused
    if reach.providers is not None:
        before = period.previous()
        providers = {
            *register.providers_for(chosen.gss_code, period.first, period.last),
            *register.providers_for(chosen.gss_code, before.first, before.last),
        }
        if not reach.providers & providers:
            raise Http404
    return chosen, period, reach.is_whole


def shown_to(user: User, authority: str, year: str) -> Shown:
    """Return one return as this person sees it, or raise the one Http404.

    A commissioner's comes from what was stored: that path opens no record and needs no key. A
    provider's own part is counted now, from its own records.
    """
    chosen, period, is_whole = get_return_for(user, authority, year)
    before = period.previous().name
    if is_whole:
        kept = {
            row.year: row
            for row in DerivedReturn.objects.filter(
                authority=chosen.gss_code, year__in=[period.name, before]
            )
        }
        now, earlier = kept.get(period.name), kept.get(before)
        return Shown(
            authority=chosen,
            period=period,
            derived=_opened(now, chosen) if now else None,
            before=earlier.cells if earlier else None,
            counted_at=now.computed_at if now else None,
            is_whole=True,
        )
    derived = services.derive(chosen.gss_code, period.name, by=user)
    return Shown(
        authority=chosen,
        period=period,
        derived=derived,
        before=services.derive(chosen.gss_code, before, by=user).cells,
        counted_at=None,
        is_whole=False,
    )


def _opened(kept: DerivedReturn, authority: authorities.Authority) -> Return:
    """Return a stored return as it was, with the answers given since."""
    edition = services.edition_for(kept.year)
    answers = services.answers_of(kept.authority, kept.year, edition)
    return Return(
        authority=kept.authority,
        authority_name=authority.name,
        year=kept.year,
        edition=edition,
        cells={cell.code: kept.cells.get(cell.code) for cell in edition.cells} | answers,
        checks=tuple(
            Check(check["code"], check["cell"], check["count"], check["message"])
            for check in kept.checks
        ),
        suggestions={},
    )
