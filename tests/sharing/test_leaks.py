"""A family's secrets are found however they are written. Rules, with no database."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharing.leaks import TAKEN_OUT, Finder, taken_out
from sharing.secrets import Kind, Secret

NUMBER = Secret(Kind.NUMBER, "01632 960123")
POSTCODE = Secret(Kind.POSTCODE, "ZZ9 9ZZ")
STREET = Secret(Kind.PLACE, "14 Larch Road")
SCHOOL = Secret(Kind.PLACE, "St Zoë’s Primary")
EMAIL = Secret(Kind.EMAIL, "mira@example.org")
EVERY = Finder([NUMBER, POSTCODE, STREET, SCHOOL, EMAIL])

between = st.text(alphabet=" \n\t-.()/\u00a0\u200b\u00ad\u2011·", max_size=4)
# Slow to begin with on a busy machine, and of no other cost.
patient = settings(suppress_health_check=[HealthCheck.too_slow])
plain = st.text(alphabet="abc xyz,.\n", max_size=30)


@pytest.mark.parametrize(
    "text",
    [
        "01632 960123", "01632960123", "+44 1632 960 123", "0044 (0)1632-960123",
        "(01632) 960.123", "01632\n960123", "０１６３２ ９６０１２３", "01632\u00a0960\u200b123",
        "ZZ9 9ZZ", "zz99zz", "Zz9\n9zZ", "ZZ9-9ZZ", "Z Z 9 9 Z Z", "ＺＺ９ ９ＺＺ",
        "14 Larch Road", "14, LARCH  rd", "14 larch\nroad", "14-Larch-Road", "14 Lar\u00adch Road",
        "st zoe's primary", "St. Zoë’s Prim", "ST ZOËS PRIMARY", "St Zoe\u0308s Primary",
        "Saint Zoes Primary", "MIRA@example.org", "<mira@example.org>",
    ],
)  # fmt: skip
def test_it_is_found_in_this_notation(text: str) -> None:
    written = f"She said: {text}, and no more."
    leaks = EVERY.find(written)
    assert len(leaks) == 1
    left = taken_out(written, leaks)
    assert left.startswith("She said: ")
    assert left.rstrip("., ").endswith("and no more")
    assert TAKEN_OUT in left
    assert EVERY.find(left) == []


@pytest.mark.parametrize(
    "text",
    ["01632 960124", "101632 9601234", "ZZ9 9ZY", "114 Larch Road", "14 Larchmere Road",
     "admira@example.org", "14 roads", "The primary risk"],
)  # fmt: skip
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert EVERY.find(text) == []


@patient
@given(st.lists(between, min_size=10, max_size=10), st.sampled_from(["0", "+44", "0044", "44"]))
def test_a_number_is_found_with_anything_between_its_digits(gaps: list[str], country: str) -> None:
    number = country + "".join(
        f"{gap}{digit}" for gap, digit in zip(gaps, "1632960123", strict=True)
    )
    assert [leak.kind for leak in EVERY.find(f"ring {number} please")] == [Kind.NUMBER]


@patient
@given(st.lists(between, min_size=5, max_size=5), st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_postcode_is_found_in_any_case_and_spacing(gaps: list[str], upper: list[bool]) -> None:
    letters = [one.upper() if up else one.lower() for one, up in zip("ZZ99ZZ", upper, strict=True)]
    written = letters[0] + "".join(
        f"{gap}{letter}" for gap, letter in zip(gaps, letters[1:], strict=True)
    )
    assert [leak.kind for leak in EVERY.find(written)] == [Kind.POSTCODE]


@patient
@given(st.lists(between, min_size=2, max_size=2), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_a_place_is_found_over_line_ends_and_accents(gaps: list[str], form: str) -> None:
    written = unicodedata.normalize(form, f"St {gaps[0]}ZOË’s{gaps[1]} primary")  # type: ignore[arg-type]
    assert [leak.kind for leak in EVERY.find(written)] == [Kind.PLACE]


@patient
@given(
    st.lists(
        st.one_of(
            plain.filter(bool), st.sampled_from([one.text for one in (NUMBER, POSTCODE, STREET)])
        ),
        min_size=1,
    )
)
def test_what_is_taken_out_is_gone_and_the_rest_stays(parts: list[str]) -> None:
    text = " | ".join(parts)
    left = taken_out(text, EVERY.find(text))
    assert EVERY.find(left) == []
    kept = [part for part in parts if re.fullmatch(r"[abc xyz,.\n]*", part)]
    assert [part for part in left.split(" | ") if TAKEN_OUT not in part] == kept


@patient
@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    for leak in EVERY.find(text):
        assert 0 <= leak.start < leak.end <= len(text)


def test_a_secret_of_three_letters_is_not_looked_for() -> None:
    assert Finder([Secret(Kind.PLACE, "Oak"), Secret(Kind.NUMBER, "123")]).find("Oak 123") == []


def test_where_a_number_and_a_place_overlap_the_place_counts() -> None:
    finder = Finder([Secret(Kind.NUMBER, "960123"), Secret(Kind.PLACE, "Room 960123 Larch")])
    assert [leak.kind for leak in finder.find("In room 960123, Larch")] == [Kind.PLACE]
