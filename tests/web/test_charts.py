"""Charts: their geometry, what is hidden, and that each has its message and its table."""

from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from web import charts
from web.gallery import gallery_page

COUNTS = st.lists(st.integers(0, 60), max_size=12)


def drawn(tag: str) -> str:
    """Return the page's words of one chart of the gallery."""
    words = "{% load rowan_charts %}{% " + tag + " %}"
    return str(engines["django"].from_string(words).render(gallery_page(None)))


@given(COUNTS)
def test_no_small_count_is_shown_and_none_can_be_worked_out(counts: list[int]) -> None:
    shown = charts.hidden_when_small(counts)

    assert not [count for count in shown if count is not None and 0 < count < 10]
    gone = [count for count, words in zip(counts, shown, strict=True) if words is None]
    others = [count for count in shown if count]
    assert len(gone) != 1 or not others


@given(st.lists(st.one_of(st.none(), st.integers(0, 10_000_000)), min_size=1))
def test_no_mark_leaves_its_chart(values: list[int | None]) -> None:
    top = charts.ceiling(values)
    marks = charts.line_marks([("day", value) for value in values], top)

    assert all(charts.TOP <= mark.y <= charts.BOTTOM for mark in marks if mark)
    assert [mark is None for mark in marks] == [value is None for value in values]


def test_a_gap_is_drawn_as_a_gap() -> None:
    marks = charts.line_marks([("a", 1), ("b", None), ("c", 2)], 2)

    assert [len(run) for run in charts.runs(marks)] == [1, 1]


def test_a_chart_says_its_message_and_has_its_table() -> None:
    for tag in (
        'line_chart nights "Fuller" "By night" stepped=True top=100 closed=closed unit="%"',
        'bar_chart started "Doubled" "By month" beside=turned_away names=both',
        'tile_map areas "Most" "Households"',
    ):
        page = drawn(tag)
        assert 'role="img"><title>' in page or 'class="tiles"><title>' in page
        assert "Show as a table" in page
        assert "<figcaption>" in page
    assert "not shown" in drawn('line_chart nights "Fuller" top=100')
    assert "not sent" in drawn('tile_map areas "Most"')


def test_a_ranking_is_its_own_table_and_hides_small_counts() -> None:
    page = drawn('ranking reasons "No room" of="Reason"')

    assert page.count("not shown") == 2
    assert page.index("No room free") < page.index("No room big enough")
