"""Who is told on screen that checkpoints of the trail do not reach where they are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import roles
from accounts.roles import Role
from audit import anchors, checkpoints
from tests.cast import Cast, hire
from tests.pages import client_of

WARNING = "Signed proof of who did what has not been put away"


@pytest.mark.parametrize(("role", "is_told"), [
    (roles.Administrator, True), (roles.DataProtectionLead, True), (roles.IDVA, False),
], ids=["administrator", "data protection lead", "idva"])  # fmt: skip
def test_a_missed_anchor_is_told_to_those_who_can_have_it_mended(
    cast: Cast, role: type[Role], is_told: bool
) -> None:
    browser = client_of(hire("Sam", cast.alder, role, cast.house))
    assert WARNING not in browser.get("/h/").content.decode()

    anchors.missed(now=timezone.now() - timedelta(days=2))
    checkpoints.path().with_name("anchored.json").write_text(
        '{"since": "2026-01-01T00:00:00+00:00"}', encoding="ascii"
    )

    assert (WARNING in browser.get("/h/").content.decode()) is is_told
