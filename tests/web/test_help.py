"""Each page leads to the part of the help that speaks of it."""

import re

import pytest
from django.urls import resolve

from tests.cast import Cast
from tests.matrix.addresses import every_address
from tests.matrix.asking import OPENS
from tests.matrix.people import COLUMNS
from tests.matrix.test_matrix import rows
from tests.pages import client_of
from web.help import SECTIONS, section_of

# Pages that stand alone or are the help itself; and no page of a person's own day.
WITHOUT = {"web:help", "web:accessibility", "web:wellbeing", "web:gallery"}


def sections_shown(cast: Cast) -> list[str]:
    page = client_of(cast.ines).get("/h/").content.decode()
    return re.findall(r'<section class="card" id="([a-z-]+)">', page)


@pytest.mark.django_db
def test_every_section_that_a_page_leads_to_is_in_the_help_once(cast: Cast) -> None:
    shown = sections_shown(cast)

    assert len(shown) == len(set(shown))
    assert set(SECTIONS.values()) <= set(shown)


def test_every_page_of_an_app_leads_to_a_section() -> None:
    opened = {
        name for name in every_address()
        if ":" in name and any(rows()[name, "read"][one] == OPENS for one in COLUMNS)
    }  # fmt: skip

    without = {
        name for name in opened - WITHOUT if not name.startswith("api:")
        and not (SECTIONS.get(name) or SECTIONS.get(name.split(":")[0]))
    }  # fmt: skip
    assert without == set()


def test_no_section_is_named_for_a_page_that_is_not_there() -> None:
    names = {*every_address(), *(name.split(":")[0] for name in every_address())}

    assert SECTIONS.keys() <= names


@pytest.mark.django_db
def test_the_foot_of_a_page_leads_to_what_is_said_of_it(cast: Cast) -> None:
    for path, section in {
        "/d/": "day",
        "/i/": "referrals",
        "/c/": "finding",
        "/me/": "signing-in",
    }.items():
        assert section_of(resolve(path)) == section
        words = client_of(cast.ines).get(path).content.decode()
        assert f'href="/h/#{section}"' in words
