"""Recovery sheets: enough of them give the root key, fewer give nothing, mistakes are named."""

import io
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from encryption import recovery
from encryption.custody import custodian
from encryption.recovery import Sheet, SheetRefused, join, read, split
from tests.encryption.rotating import own_root  # noqa: F401 - a fixture

ROOTS = st.binary(min_size=32, max_size=32)
ROOT = bytes(range(32))
_ALPHABET = recovery._ALPHABET


def product(one: int, other: int) -> int:
    """In GF(2^128) modulo x^128 + x^7 + x^2 + x + 1, written apart from what is tested."""
    found = 0
    while other:
        if other & 1:
            found ^= one
        one <<= 1
        if one >> 128:
            one ^= (1 << 128) | 0x87
        other >>= 1
    return found


def inverse(one: int) -> int:
    """By Fermat: to the power 2^128 - 2."""
    found, power = 1, one
    for _ in range(127):
        power = product(power, power)
        found = product(found, power)
    return found


def share_of(line: tuple[int, int], number: int) -> bytes:
    """The share that a line (secret, slope) has at a number."""
    return (line[0] ^ product(line[1], number)).to_bytes(16, "big")


@given(ROOTS, st.sampled_from(recovery.CHOICES))
def test_any_sheets_that_are_enough_give_the_root_key(root: bytes, choice: tuple[int, int]) -> None:
    needed, of = choice
    for some in combinations(split(root, needed=needed, of=of), needed):
        assert join(list(reversed(some))) == root


@given(ROOTS, ROOTS, st.integers(1, 3))
def test_one_sheet_fits_every_root_key(root: bytes, other: bytes, number: int) -> None:
    """For any other key there is exactly one second sheet with which this one gives that key."""
    sheet = split(root, needed=2, of=3)[number - 1]
    second = number % 3 + 1
    shares = b""
    for start in (0, 16):
        held = int.from_bytes(sheet.share[start : start + 16], "big")
        secret = int.from_bytes(other[start : start + 16], "big")
        slope = product(held ^ secret, inverse(number))
        assert share_of((secret, slope), number) == sheet.share[start : start + 16]
        shares += share_of((secret, slope), second)
    mark = recovery.mark_of(other)

    assert join([
        Sheet(2, 3, number, mark, sheet.share), Sheet(2, 3, second, mark, shares)
    ]) == other  # fmt: skip


def test_shares_of_one_secret_take_every_byte_about_as_often() -> None:
    counts = [0] * 256
    for _ in range(400):
        for each in split(ROOT, needed=2, of=3)[0].share:
            counts[each] += 1

    # 12,800 bytes, 50 of each expected; seven standard deviations either way.
    assert min(counts) > 0
    assert max(counts) < 100


def test_a_share_of_the_reference_polynomial_is_what_another_implementation_makes() -> None:
    secret, slope = 0x00112233445566778899AABBCCDDEEFF, 0x0F1E2D3C4B5A69788796A5B4C3D2E1F0
    half = [share_of((secret, slope), number) for number in (1, 3)]
    sheets = [
        Sheet(2, 3, number, recovery.mark_of(secret.to_bytes(16, "big") * 2), share * 2)
        for number, share in zip((1, 3), half, strict=True)
    ]

    assert join(sheets) == secret.to_bytes(16, "big") * 2


@given(ROOTS)
def test_a_sheet_is_read_as_it_was_written(root: bytes) -> None:
    for sheet in split(root, needed=3, of=5):
        assert read(sheet.lines()) == sheet
        typed = [line.lower().replace("0", "o").replace("1", "l") for line in sheet.lines()]
        assert read([f"{n}: {line.split(':', 1)[1]}" if line[0] != "l" else f"1: {line[3:]}"
                     for n, line in enumerate(typed, start=1)]) == sheet  # fmt: skip


@given(st.integers(0, 3), st.integers(0, 19), st.integers(1, 31))
def test_every_single_letter_mistyped_is_named_by_its_line(
    line: int, place: int, other: int
) -> None:
    lines = split(ROOT, needed=2, of=3)[0].lines()
    letters = list(lines[line][3:].replace(" ", ""))
    letters[place] = _ALPHABET[(_ALPHABET.index(letters[place]) + other) % 32]
    lines[line] = f"{line + 1}: {''.join(letters)}"

    with pytest.raises(SheetRefused, match=f"Line {line + 1} of the sheet is mistyped"):
        read(lines)


@given(st.integers(0, 3), st.integers(0, 16))
def test_two_letters_swapped_are_named_by_their_line(line: int, place: int) -> None:
    lines = split(ROOT, needed=2, of=3)[0].lines()
    letters = list(lines[line][3:].replace(" ", ""))
    if letters[place] == letters[place + 1]:
        return
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    lines[line] = f"{line + 1}: {''.join(letters)}"

    with pytest.raises(SheetRefused, match=f"Line {line + 1} of the sheet is mistyped"):
        read(lines)


def test_a_line_that_is_missing_or_in_another_place_is_named() -> None:
    one, two, three, four = split(ROOT, needed=2, of=3)[0].lines()

    with pytest.raises(SheetRefused, match="Line 3 of the sheet is missing"):
        read([one, two, four])
    with pytest.raises(SheetRefused, match="Line 1 of the sheet is mistyped"):
        read([f"1{two[1:]}", f"2{one[1:]}", three, four])


def test_sheets_that_do_not_belong_together_are_named() -> None:
    now = split(ROOT, needed=2, of=3)
    before = split(bytes(32), needed=2, of=3)
    again = split(ROOT, needed=2, of=3)

    with pytest.raises(SheetRefused, match="Sheet 2 is of another root key"):
        join([now[0], before[1]])
    with pytest.raises(SheetRefused, match="Sheet 1 is there twice"):
        join([now[0], now[0]])
    with pytest.raises(SheetRefused, match="2 sheets are needed, and there are 1"):
        join(now[:1])
    with pytest.raises(SheetRefused, match="do not give the root key that they name"):
        join([now[0], again[1]])


@pytest.fixture
def printed(db: None, own_root: Path, tmp_path: Path) -> list[Path]:  # noqa: F811
    """The three sheets of the tests' root key, as files."""
    call_command("key_shares", "2-of-3", "--into", str(tmp_path / "sheets"))
    return sorted((tmp_path / "sheets").iterdir())


def test_two_sheets_give_the_root_key_again(printed: list[Path], own_root: Path) -> None:  # noqa: F811
    held = own_root.read_bytes()
    own_root.unlink()

    call_command("recover_root", str(printed[2]), str(printed[0]))

    assert own_root.read_bytes() == held
    assert own_root.stat().st_mode & 0o777 == 0o600


def test_sheets_can_be_typed_and_a_mistake_is_typed_again(
    printed: list[Path], own_root: Path, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    held = own_root.read_bytes()
    own_root.unlink()
    first, second = (read(path.read_text().splitlines()).lines() for path in printed[:2])
    wrong = [first[0], first[2].replace("3: ", ""), first[2], first[3]]
    typed = [*wrong, *(line[3:].lower() for line in first), *second]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed) + "\n"))

    call_command("recover_root")

    assert own_root.read_bytes() == held
    assert "Line 2 of the first sheet is mistyped" in capsys.readouterr().err


def test_a_root_key_that_is_there_is_never_written_over(printed: list[Path]) -> None:
    with pytest.raises(CommandError, match="it stays"):
        call_command("recover_root", str(printed[0]), str(printed[1]))


def test_one_sheet_makes_no_key(printed: list[Path], own_root: Path) -> None:  # noqa: F811
    own_root.unlink()

    with pytest.raises(CommandError, match="2 sheets are needed, and there are 1"):
        call_command("recover_root", str(printed[0]))
    assert not custodian().exists()


def test_a_sheet_says_what_it_is_for_and_not_whose_it_is(printed: list[Path]) -> None:
    text = printed[1].read_text()

    assert "SHEET 2 of 3" in text
    assert "2 of these 3 sheets together" in text
    assert "Made on" in text
    assert "localhost" not in text
    assert printed[1].stat().st_mode & 0o777 == 0o600


def test_sheets_can_be_pdf(db: None, own_root: Path, tmp_path: Path) -> None:  # noqa: F811
    call_command("key_shares", "3-of-5", "--into", str(tmp_path / "sheets"), "--pdf")

    made = sorted((tmp_path / "sheets").iterdir())
    assert len(made) == 5
    assert all(path.read_bytes().startswith(b"%PDF-") for path in made)
