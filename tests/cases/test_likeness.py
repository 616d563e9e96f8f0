"""Which two records may speak of one person, by a table of pairs and by rules."""

import datetime
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.likeness import Known, Pool, Sign, numbers
from cases.names.folding import folded

NAME, PHONE, POSTCODE = Sign.NAME, Sign.PHONE, Sign.POSTCODE
SPRING = datetime.date(1990, 5, 3)


def person(
    given: str = "", family: str = "", born: datetime.date | None = None, **more: str
) -> Known:
    """Return what is known of somebody."""
    return Known(given_name=given, family_name=family, date_of_birth=born, **more)


def signs(one: Known, other: Known) -> set[Sign]:
    """Compare two people."""
    return set(Pool({"one": one}).like(other).get("one", ()))


PAIRS = [
    # Alike: the same name, however it is written.
    (person("Amira", "Khalid"), person("amira", "KHALID"), {NAME}),
    (person("Renée", "Müller"), person("Renee", "Muller"), {NAME}),
    (person("Łucja", "Wąż"), person("Lucja", "Waz"), {NAME}),
    (person("Amira", "Khalid"), person("Khalid", "Amira"), {NAME}),
    (person("Amira Jane", "Khalid"), person("Jane", "Khalid"), {NAME}),
    (person("Mary Ann", "Cole"), person("Maryann", "Cole"), {NAME}),
    (person("Ruth", "Smith-Jones"), person("Ruth", "Jones"), {NAME}),
    (person("Noor", "al-Rashid"), person("Noor", "Rashid"), {NAME}),
    (person("Conor", "O’Neil"), person("Conor", "ONeil"), {NAME}),
    (person("Mohammed", "Hussain", known_as="Mo"), person("Mo", "Hussain"), {NAME}),
    (person(known_as="Mira Khalid"), person("Mira", "Khalid"), {NAME}),
    # Alike: what sounds or is spelt nearly the same, or is shortened.
    (person("Katherine", "Clark"), person("Kathryn", "Clarke"), {NAME}),
    (person("Mohammed", "Hussain"), person("Muhammad", "Hussein"), {NAME}),
    (person("Sean", "Murphy"), person("Shaun", "Murphey"), {NAME}),
    (person("Yusuf", "Khalid"), person("Yousef", "Khaled"), {NAME}),
    (person("Samantha", "Reid"), person("Sam", "Reed"), {NAME}),
    (person("Adaeze", "Okonkwo"), person("Adaeze", "Okonkow"), {NAME}),
    # Alike: days of birth that agree, or are written the wrong way round, or hold a slip.
    (person("Ana", "Silva", SPRING), person("Anna", "Sylva", SPRING), {NAME}),
    (person("Ana", "Silva", SPRING), person("Anna", "Silva", datetime.date(1990, 3, 5)), {NAME}),
    (person("Ana", "Silva", SPRING), person("Ana", "Silva", datetime.date(1991, 5, 3)), {NAME}),
    (person("Grace", born=SPRING), person("Grace", "Bell", SPRING), {NAME}),
    # Alike: the same telephone, or the same house and family.
    (person("A", phone="+44 (0)7700 900123"), person("B", phone="07700-900123"), {PHONE}),
    (person("A", phone="0044 1632 960001"), person("B", phone="01632 960 001 or x"), {PHONE}),
    (person("Li", "Chen", postcode="zz1 1zz"), person("Wei", "Chen", postcode="ZZ11ZZ"),
     {POSTCODE}),
    # Different people.
    (person("Amira", "Khalid"), person("Amira", "Jones"), set()),
    (person("Amira", "Khalid"), person("Sofia", "Khalid"), set()),
    (person("Ana", "Silva", SPRING), person("Anna", "Silva", datetime.date(1971, 11, 20)), set()),
    (person("Grace"), person("Grace", "Bell", SPRING), set()),
    (person("Li", "Chen", postcode="ZZ1 1ZZ"), person("Wei", "Zhao", postcode="ZZ1 1ZZ"), set()),
    (person("A", phone="999"), person("B", phone="999"), set()),
    (person("Omar", "al-Rashid"), person("Omar", "al-Masri"), set()),
    (person(), person(), set()),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_pairs(one: Known, other: Known, expected: set[Sign]) -> None:
    assert signs(one, other) == expected
    assert signs(other, one) == expected


TEXT = st.text(alphabet="aeioubdklmnrstyéłşñ -’", max_size=9)
KNOWN = st.builds(
    Known,
    given_name=TEXT, family_name=TEXT, known_as=TEXT,
    date_of_birth=st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(1991, 12, 31)),
    phone=st.sampled_from(["", "01632 960001", "+44 1632 960001", "07700 900001"]),
    postcode=st.sampled_from(["", "ZZ1 1ZZ", "zz11zz", "ZZ2 2ZZ"]),
)  # fmt: skip


@given(KNOWN, KNOWN)
def test_likeness_has_no_direction(one: Known, other: Known) -> None:
    assert signs(one, other) == signs(other, one)


@given(KNOWN)
def test_whoever_has_a_name_is_like_themselves(one: Known) -> None:
    named = any(folded(name) for name in (one.given_name, one.family_name, one.known_as))

    assert (NAME in signs(one, one)) == named


@given(KNOWN, st.sampled_from([str.upper, str.lower, str.title]))
def test_accents_case_and_order_hide_nobody(one: Known, recase: Callable[[str], str]) -> None:
    def plainly(name: str) -> str:
        decomposed = unicodedata.normalize("NFKD", recase(name))
        return "".join(char for char in decomposed if not unicodedata.combining(char))

    other = Known(
        given_name=plainly(one.family_name), family_name=plainly(one.given_name),
        known_as=plainly(one.known_as), date_of_birth=one.date_of_birth,
    )  # fmt: skip
    if folded(one.given_name) and folded(one.family_name):
        assert NAME in signs(one, other)


@given(st.lists(KNOWN, max_size=6), KNOWN)
def test_a_pool_finds_whom_each_comparison_finds(members: list[Known], one: Known) -> None:
    found = Pool(dict(enumerate(members))).like(one)

    apart = {number: signs(member, one) for number, member in enumerate(members)}
    assert found == {number: kinds for number, kinds in apart.items() if kinds}


@given(st.integers(10**9, 10**10 - 1))
def test_a_number_is_the_same_in_every_notation(national: int) -> None:
    digits = str(national)
    for written in (f"0{digits}", f"+44{digits}", f"0044 {digits}", f"+44 (0) {digits[:4]} "
                    f"{digits[4:]}", f"0{digits[:4]}-{digits[4:]} / 999"):  # fmt: skip
        assert numbers(written) == {digits}


@given(st.text(max_size=30))
def test_any_text_can_be_folded_and_compared(text: str) -> None:
    signs(person(text, text, phone=text, postcode=text), person(text, "Khalid", phone=text))
    assert folded(folded(text)) == folded(text)
