"""Figures that providers outside Rowan send as files, added to an authority's return.

The file is JSON: ``{"authority": "E10000016", "year": "2022-23", "provider": "Name", "cells":
{"A1.total": 12, "A1.refuge": 12}}``. Loading a provider's file again replaces its figures; a file
with no cells takes them away.
"""

import json
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.tenancy import enter
from audit import events
from returns import access, services
from returns.models import OutsideFigures

KEYS = ("authority", "year", "provider", "cells")
LARGEST_COUNT = 1_000_000
LONGEST_NAME = 300


class FiguresRefused(ValueError):
    """The file does not hold figures of a provider. ``faults`` are sentences for people."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


@transaction.atomic
def load(content: bytes, *, by: User | None) -> OutsideFigures:
    """Keep a provider's figures, whole or not at all."""
    sent = _read(content)
    authority = services.authority_named(sent["authority"]).gss_code
    organisation = access.authority_organisation(authority, by)
    if by is not None and organisation is None:
        raise access.NoRight(f"{by.full_name} may not add to the return of this authority.")
    if organisation is not None:
        with enter(organisation, by=by):
            events.write("return.outside_figures", by=by, subjects=[organisation.pk])
    figures, _ = OutsideFigures.objects.update_or_create(
        authority=authority,
        year=sent["year"],
        provider_name=sent["provider"],
        defaults={"cells": sent["cells"]},
    )
    if not sent["cells"]:
        figures.delete()
    return figures


def _read(content: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise FiguresRefused(["The file is not JSON."]) from None
    if not isinstance(sent, dict) or set(sent) != set(KEYS):
        raise FiguresRefused([f"The file holds an object with {', '.join(KEYS)}, nothing else."])
    faults = [f"{key} is not text." for key in KEYS[:3] if not isinstance(sent[key], str)]
    if faults:
        raise FiguresRefused(faults)
    if not sent["provider"].strip() or len(sent["provider"]) > LONGEST_NAME:
        faults.append("provider is empty or too long.")
    faults += _faults_of_cells(sent["year"], sent["cells"])
    if faults:
        raise FiguresRefused(faults)
    return sent


def _faults_of_cells(year: str, cells: object) -> list[str]:
    if not isinstance(cells, dict):
        return ["cells is not an object of counts."]
    counted = {
        each.code
        for each in services.edition_for(services.as_period(year).name).cells
        if each.is_counted
    }
    faults = [f"{code} is not a counted cell." for code in sorted(set(cells) - counted)]
    for code in sorted(set(cells) & counted):
        count = cells[code]
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= LARGEST_COUNT:
            faults.append(f"{code} is not a whole number from 0.")
    return faults
