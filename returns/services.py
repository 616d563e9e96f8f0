"""Deriving a return, explaining its figures, and keeping what goes with it.

``derive`` and ``explain`` count in one way only: ``explain`` lists what ``derive`` adds up. The
period is a year by its name (``2022-23``) or any ``Period``, such as a quarter.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accommodation import authorities, register
from accounts.models import User
from accounts.tenancy import enter
from audit import events
from returns import access, dividing
from returns.checks import totals
from returns.counting import g_answers
from returns.counting.scope import ProviderIndex, Scope
from returns.derivation import Reason, reasons_for
from returns.derived import Figure, Return, check_as_dict
from returns.editions import store
from returns.editions.reading import Edition
from returns.loading import load
from returns.models import DerivedReturn, OutsideFigures, ReturnAnswer
from returns.period import Period, year_named
from returns.records import ServiceRecord
from returns.summing import Sum, Year

Progress = Callable[[int, int], None]


class ReturnRefused(ValueError):
    """The return cannot be derived, or not answered, as asked. The message is for people."""


def authority_named(code: str) -> authorities.Authority:
    """The Tier 1 authority of a code, former codes too. Raises ReturnRefused."""
    found = authorities.find(code)
    if found is None:
        raise ReturnRefused(f"There is no authority with the code “{code}”.")
    if not found.is_tier1:
        parent = authorities.get(found.tier1_code)
        raise ReturnRefused(
            f"{found.name} ({found.gss_code}) is a Tier 2 authority and makes no return: "
            f"it is part of {parent.name} ({parent.gss_code})."
        )
    return found


def edition_for(year: str) -> Edition:
    """The edition that a year is derived with."""
    return store.for_year(year, home=Path(settings.ROWAN_HOME))


def as_period(year: str | Period) -> Period:
    """The period of a year's name; UnknownYear where it is none."""
    return year if isinstance(year, Period) else year_named(year, today=timezone.localdate())


def derive(authority: str, year: str | Period, *, by: User | None = None) -> Return:
    """The return of one authority, as far as this person sees it: the whole, or their own part.

    Raises ReturnRefused, UnknownYear and ``access.NoRight``, each with a message for people.
    """
    chosen, period = authority_named(authority), as_period(year)
    reach = access.reach_of(by, chosen.gss_code)
    now = register.commissions(period.first, period.last)
    previous = period.previous()
    before = register.commissions(previous.first, previous.last)
    code = chosen.gss_code
    seen_before = any(reach.covers(provider) for provider in before.get(code, ()))
    chosen_year = _year(period, frozenset({code} if seen_before else ()))
    growing = chosen_year.nothing(code)
    for provider in sorted({*now.get(code, ()), *before.get(code, ())}):
        if reach.covers(provider):
            growing.add(chosen_year.of(chosen_year.read(provider, by=by), code))
    return _finished(growing, period, chosen_year.edition, whole=reach.is_whole)


def _year(period: Period, commissioned_last_year: frozenset[str]) -> Year:
    edition, before = edition_for(period.year), edition_for(period.previous().year)
    return Year(period, edition, before, commissioned_last_year)


def derive_each(
    year: str | Period, *, by: User | None = None, progress: Progress | None = None
) -> Iterator[Return]:
    """The returns of all authorities with provision commissioned in the period, by code.

    Each provider is read once, for all its authorities, in as many processes as may share the
    work. Only the operator sees all returns. Raises WorkStopped beside what ``derive`` raises.
    """
    if by is not None:
        raise access.NoRight(f"{by.full_name} may not see the returns of all authorities.")
    period = as_period(year)
    previous = period.previous()
    now = register.commissions(period.first, period.last)
    before = register.commissions(previous.first, previous.last)
    chosen_year = _year(period, frozenset(before))
    sums = {code: chosen_year.nothing(code) for code in now}
    of_provider: dict[UUID, set[str]] = {}
    for code in now:
        for provider in (*now[code], *before.get(code, ())):
            of_provider.setdefault(provider, set()).add(code)

    def count(provider: UUID) -> list[Sum]:
        index = chosen_year.read(provider, by=by)
        return [chosen_year.of(index, code) for code in of_provider[provider]]

    for done, counted in enumerate(dividing.results(count, sorted(of_provider)), start=1):
        for each in counted:
            sums[each.authority].add(each)
        if progress is not None:
            progress(done, len(of_provider))
    for code in sorted(sums):
        yield _finished(sums.pop(code), period, chosen_year.edition, whole=True)


def _finished(growing: Sum, period: Period, edition: Edition, *, whole: bool) -> Return:
    """The sum with figures from outside and answers, checked. A part has only its own records."""
    code = growing.authority
    outside = _outside(code, period, edition) if whole else {}
    last_year = growing.last_year.cells if growing.last_year is not None else None
    cells = Counter(
        {each.code: growing.now.cells[each.code] for each in edition.cells if each.is_counted}
    )
    for figures in outside.values():
        cells.update(figures)
    if whole and last_year is not None:
        for figures in _outside(code, period.previous(), edition).values():
            last_year.update(figures)
    found = totals.run(cells, growing.now.findings, edition, last_year=last_year, outside=outside)
    figures_and_answers: dict[str, Figure] = dict(cells)
    figures_and_answers |= answers_of(code, period.name, edition)
    return Return(
        authority=code,
        authority_name=authorities.get(code).name,
        year=period.name,
        edition=edition,
        cells=figures_and_answers,
        checks=tuple(found),
        suggestions=_suggestions(edition, growing.services),
        note=_note(code, period, whole=whole),
    )


def _note(code: str, period: Period, *, whole: bool) -> str:
    authority = authorities.get(code)
    if not authority.exists_during(period.first, period.last):
        return f"{authority.name} did not exist in {period.name}, so every figure is 0."
    return "" if whole else "These are the figures of your own organisation alone."


def _outside(authority: str, period: Period, edition: Edition) -> dict[str, dict[str, int]]:
    """Figures sent as files, by the provider's name; cells that the edition counts alone."""
    counted = {each.code for each in edition.cells if each.is_counted}
    rows = OutsideFigures.objects.of(authority, period.name).order_by("provider_name")
    return {
        row.provider_name: {code: n for code, n in row.cells.items() if code in counted}
        for row in rows
    }


def answers_of(authority: str, year: str, edition: Edition) -> dict[str, str | None]:
    """What the authority has answered to each question of the edition; None where nothing."""
    rows = ReturnAnswer.objects.of(authority, year).values_list("cell", "value")
    held = dict(rows)
    return {each.code: held.get(each.code) for each in edition.cells if not each.is_counted}


def _suggestions(edition: Edition, services: list[ServiceRecord]) -> Mapping[str, str]:
    found = {}
    for cell in edition.cells:
        for name in cell.arguments.get("suggestion", ()):
            suggestion = g_answers.SUGGESTIONS[name](services)
            if suggestion is not None:
                found[cell.code] = suggestion
    return found


def explain(authority: str, year: str | Period, cell: str, *, by: User | None) -> list[Reason]:
    """The records behind one figure and those that it nearly counts, each with its reason.

    Of the providers whose records this person may see; the figure counts every record, and the
    one of a case that is not theirs to see is left out here. Raises ReturnRefused and NoRight.
    """
    chosen, period = authority_named(authority), as_period(year)
    edition = edition_for(period.year)
    asked = edition.cell(cell)
    if asked is None or not asked.is_counted:
        raise ReturnRefused(f"“{cell}” is not a figure that is counted in this edition.")
    reach = access.reach_of(by, chosen.gss_code)
    reasons: list[Reason] = []
    for provider in register.providers_for(chosen.gss_code, period.first, period.last):
        if not reach.covers(provider):
            continue
        with access.own_records(by, provider):
            index = ProviderIndex(load(provider, [period], by=by))
            scope = Scope(index, chosen.gss_code, period, edition.settings)
            found = reasons_for(asked, scope)
            hidden = access.hidden_references({one.case_reference for one in found}, by)
        reasons += [one for one in found if one.case_reference not in hidden]
    return reasons


@transaction.atomic
def answer(*, authority: str, year: str, cell: str, value: str, by: User | None) -> None:
    """Keep what the authority answers to a question; an empty value takes the answer back."""
    chosen = authority_named(authority)
    asked = edition_for(as_period(year).year).cell(cell)
    if asked is None or asked.is_counted:
        raise ReturnRefused(f"“{cell}” is not a question of this edition.")
    organisation = access.authority_organisation(chosen.gss_code, by)
    if organisation is None:
        raise access.NoRight(f"Nobody may answer here for {chosen.name}.")
    with enter(organisation, by=by):
        events.write("return.answer", by=by, subjects=[organisation.pk], fields=[cell])
        rows = ReturnAnswer.objects.of(chosen.gss_code, year).filter(cell=cell)
        if value:
            ReturnAnswer.objects.update_or_create(
                authority=chosen.gss_code, year=year, cell=cell, defaults={"value": value}
            )
        else:
            rows.delete()


def store_derived(derived: Return, *, at: datetime.datetime) -> DerivedReturn:
    """Keep a return as derived, in the place of the one before."""
    kept, _ = DerivedReturn.objects.update_or_create(
        authority=derived.authority,
        year=derived.year,
        defaults={
            "edition": derived.edition.name,
            "cells": dict(derived.cells),
            "checks": [check_as_dict(check) for check in derived.checks],
            "computed_at": at,
            "digest": derived.digest,
        },
    )
    return kept


def derive_all(*, year: str, progress: Progress | None = None) -> int:
    """Derive and keep the returns of all authorities; gives how many. Safe to run again."""
    count = 0
    for derived in derive_each(year, progress=progress):
        store_derived(derived, at=timezone.now())
        count += 1
    return count
