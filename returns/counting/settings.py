"""What the sources leave open: settings of an edition, each with its default."""

from dataclasses import dataclass

ANY_TIME, LAST_DAY = "any_time", "last_day"
ALL_REASONS, FIRST_REASON = "all", "first"
BY_HOUSEHOLD, BY_PERSON = "household", "person"
AS_ADULT, AS_CHILD = "adult", "child"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one edition.

    ``not_minoritised``: ethnicities that the row of black and minoritised people leaves out.
    ``main_victim_16_17``: which row a main victim under 18 is in.
    ``bedspaces``: the most places on any day of the period, or those of its last day.
    ``reasons``: all reasons of a referral count, or only the first that was given.
    ``length_of_stay``: counted once for a household, or once for each person.
    ``publishing_threshold``, ``publishing_rounding``: for publishing only, never for the return.
    """

    not_minoritised: frozenset[str] = frozenset({"white_british", "white_irish", "white_other"})
    main_victim_16_17: str = AS_ADULT
    bedspaces: str = ANY_TIME
    reasons: str = ALL_REASONS
    length_of_stay: str = BY_HOUSEHOLD
    publishing_threshold: int = 10
    publishing_rounding: int = 5


CHOICES = {
    "main_victim_16_17": (AS_ADULT, AS_CHILD),
    "bedspaces": (ANY_TIME, LAST_DAY),
    "reasons": (ALL_REASONS, FIRST_REASON),
    "length_of_stay": (BY_HOUSEHOLD, BY_PERSON),
}
