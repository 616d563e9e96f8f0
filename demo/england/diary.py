"""Who is in which place on which night: households put one after another into each place.

Every place is a line of stays that never overlap; the day one household leaves is free for the
next to arrive. So no block ever holds more households than it has places.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.england.geography import FIRST_DAY, LAST_DAY

ONE_DAY = timedelta(days=1)
DAYS = (LAST_DAY - FIRST_DAY).days + 1

MONTHS = {"under_1m": (0, 1), "1_3m": (1, 3), "3_6m": (3, 6), "over_6m": (6, 15)}
"""From so many months to under so many; nobody here stays longer than fifteen."""

LEAST_DAYS = {"under_1m": 2, "1_3m": 31, "3_6m": 92, "over_6m": 184}
"""Days that are always enough to reach the length, whatever the months."""

STAYS_ON = "stays_on"
"""In place of a length: still there on the last day of the year."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One household's time in one place. `ended_on` is None while it goes on.

    `counted` is False for those who left before the year or came after it.
    """

    place: int
    length: str
    started_on: date
    ended_on: date | None
    counted: bool = True


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def write_diary(
    places: int, lengths: dict[str, int], staying_on: int, *, opens: dict[int, date], rng: Random
) -> list[Visit]:
    """Put the households of one block into its places.

    `lengths` says how many left in the year after stays of each length, `staying_on` how many were
    still there at its end; `opens` names the places that there were not from the first day.
    """
    lines = _lines(places, lengths, staying_on, opens=opens, rng=rng)
    visits: list[Visit] = []
    for place, line in enumerate(lines):
        visits += _fill(place, line, opens.get(place, FIRST_DAY), rng=rng)
    return visits


def _lines(
    places: int, lengths: dict[str, int], staying_on: int, *, opens: dict[int, date], rng: Random
) -> list[list[str]]:
    """Which lengths follow one another in each place: long stays first, those who stay on last."""
    lines: list[list[str]] = [[] for _ in range(places)]
    free = [(LAST_DAY - opens.get(place, FIRST_DAY)).days for place in range(places)]
    early = [place for place in range(places) if place not in opens]
    first = rng.sample(early, min(lengths["over_6m"], len(early)))
    for place in first:
        # It began before the year, so it needs only a few days of it.
        lines[place].append("over_6m")
        free[place] -= 2
    last = rng.sample(range(places), staying_on)
    late = ["over_6m"] * (lengths["over_6m"] - len(first))
    shorter = [name for name in ("3_6m", "1_3m", "under_1m") for _ in range(lengths[name])]
    for name in late + shorter:
        place = max(range(places), key=lambda one: (free[one], rng.random()))
        free[place] -= LEAST_DAYS[name]
        if free[place] < 0:
            raise ValueError(f"{places} places cannot hold {lengths} and {staying_on} staying on")
        lines[place].append(name)
    for line in lines:
        head = 1 if line and line[0] == "over_6m" else 0
        line[head:] = rng.sample(line[head:], len(line) - head)
    for place in last:
        lines[place].append(STAYS_ON)
    return lines


def _fill(place: int, line: list[str], opens: date, *, rng: Random) -> list[Visit]:
    """Days for the stays of one place, spread over the year with some nights empty between."""
    at, visits = opens, list[Visit]()
    spare = (LAST_DAY - opens).days - sum(_needed(name, order) for order, name in enumerate(line))
    for order, name in enumerate(line):
        share = spare // (len(line) - order)
        if name == STAYS_ON:
            visit = _staying(place, at, share, alone=not order and opens == FIRST_DAY, rng=rng)
        elif order == 0 and opens == FIRST_DAY:
            visit = _already_there(place, name, share, rng=rng)
        else:
            visit = _arriving(place, name, at, share, rng=rng)
        visits.append(visit)
        if visit.ended_on is not None:
            spare -= (visit.ended_on - at).days - _needed(name, order)
            at = visit.ended_on
    return visits


def _needed(name: str, order: int) -> int:
    if name == STAYS_ON:
        return 0
    return 2 if order == 0 and name == "over_6m" else LEAST_DAYS[name]


def _staying(place: int, at: date, share: int, *, alone: bool, rng: Random) -> Visit:
    """Someone who is still there when the year ends; some leave in the months that follow."""
    if alone and rng.random() < 0.7:
        started = FIRST_DAY - timedelta(days=rng.randint(0, 400))
    else:
        started = at + timedelta(days=min(_gap(rng), max(share, 0)))
    ended = None
    if rng.random() < 0.45:
        ended = LAST_DAY + timedelta(days=rng.randint(1, 150))
    return Visit(place, STAYS_ON, started, ended)


def _already_there(place: int, name: str, share: int, *, rng: Random) -> Visit:
    """The first of a place: there since before the year, or (if not very long) from early in it."""
    if name != "over_6m" and rng.random() < 0.4:
        return _arriving(place, name, FIRST_DAY, share, rng=rng)
    room = max(_needed(name, 0) + share, 0)
    ended = FIRST_DAY + timedelta(days=rng.randint(0, min(room, 340)))
    least, below = MONTHS[name]
    # Drawn among the first days that give this length and lie in or before the year.
    latest = min(_latest_start(ended, least), ended)
    earliest = max(_latest_start(ended, below) + ONE_DAY, ended - timedelta(days=430))
    started = earliest + timedelta(days=rng.randint(0, max((latest - earliest).days, 0)))
    return Visit(place, name, started, ended)


def _latest_start(ended: date, months: int) -> date:
    """The latest first day from which a stay that ends on this day is `months` long."""
    day = add_months(ended, -months)
    while add_months(day + ONE_DAY, months) <= ended:
        day += ONE_DAY
    while add_months(day, months) > ended:
        day -= ONE_DAY
    return day


def _arriving(place: int, name: str, at: date, share: int, *, rng: Random) -> Visit:
    """Someone who came in the year and left in it."""
    gap = min(_gap(rng), max(share // 2, 0))
    started = at + timedelta(days=gap)
    least, below = MONTHS[name]
    shortest = add_months(started, least)
    longest = add_months(started, below) - ONE_DAY
    allowed = started + timedelta(days=LEAST_DAYS[name] + max(share - gap, 0))
    longest = min(longest, allowed, LAST_DAY)
    ended = shortest + timedelta(days=rng.randint(0, max((longest - shortest).days, 0)))
    return Visit(place, name, started, ended)


def _gap(rng: Random) -> int:
    """Nights that a place stands empty between two households."""
    return min(int(rng.expovariate(1 / 9)), 60)


def outside_the_year(visits: list[Visit], *, rng: Random) -> list[Visit]:
    """A few households who left before the year, or came after it, into places empty then."""
    extra = []
    for place in sorted({visit.place for visit in visits}):
        line = [visit for visit in visits if visit.place == place]
        chance = rng.random()
        if line[0].started_on > FIRST_DAY and chance < 0.25:
            ended = FIRST_DAY - timedelta(days=rng.randint(1, 80))
            started = ended - timedelta(days=rng.randint(5, 200))
            extra.append(Visit(place, "before", started, ended, counted=False))
        elif line[-1].length != STAYS_ON and chance > 0.75:
            started = LAST_DAY + timedelta(days=rng.randint(1, 60))
            extra.append(Visit(place, "after", started, None, counted=False))
    return extra
