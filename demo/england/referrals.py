"""Referrals written down: accepted, not supported, and those that the return does not count."""

from datetime import date, timedelta
from random import Random

from demo.england.bundle import BundleWriter, written
from demo.england.geography import FIRST_DAY, LAST_DAY
from demo.england.leaving import Refusal
from demo.england.persons import Row

SOURCES = (
    "self",
    "police",
    "national helpline",
    "children's social care",
    "housing team",
    "IDVA service",
    "health visitor",
    "GP",
    "another refuge",
    "adult social care",
)
DAYS_OF_YEAR = (LAST_DAY - FIRST_DAY).days
CAPACITY = Refusal(("capacity",), ())


class ReferralRecords:
    """Writes the referrals of one provider into its bundle."""

    def __init__(self, writer: BundleWriter, rng: Random) -> None:
        self.writer = writer
        self.rng = rng

    def accepted(self, provision: str, case: str, arrived: date, sizes: tuple[int, int]) -> None:
        """The referral by which a household came; `sizes` are its adults and children."""
        decided = arrived - timedelta(days=self.rng.randint(0, 4))
        received = decided - timedelta(days=self.rng.randint(0, 3))
        self._add(provision, "accepted", received, decided, case=case, sizes=sizes)

    def not_supported(self, provision: str, refusal: Refusal, *, earliest: date) -> None:
        """A household that could not be supported, answered on a day of the year."""
        decided = earliest + timedelta(days=self.rng.randint(0, (LAST_DAY - earliest).days))
        if self.rng.random() < 0.03:
            # No decision date held: the day it came in places it in the year.
            self._add(provision, "not_supported", decided, None, refusal=refusal)
            return
        received = decided - timedelta(days=self.rng.choice((0, 0, 0, 1, 1, 2, 5)))
        self._add(provision, "not_supported", received, decided, refusal=refusal)

    def refused_on(self, day: date, provision: str, refusal: Refusal) -> None:
        """A household that could not be supported, asked and answered on one day."""
        self._add(provision, "not_supported", day, day, refusal=refusal)

    def not_counted(self, provision: str) -> None:
        """An enquiry, a referral taken back or waiting, or one answered in another year."""
        day = FIRST_DAY + timedelta(days=self.rng.randint(0, DAYS_OF_YEAR))
        what = self.rng.choice(("enquiry", "enquiry", "withdrawn", "pending", "before", "after"))
        if what == "enquiry":
            self._add(provision, "not_supported", day, day, refusal=CAPACITY, kind="enquiry")
        elif what == "withdrawn":
            self._add(provision, "withdrawn", day, day)
        elif what == "pending":
            self._add(provision, "pending", LAST_DAY + timedelta(days=200), None)
        else:
            shift = timedelta(days=self.rng.randint(1, 60))
            day = FIRST_DAY - shift if what == "before" else LAST_DAY + shift
            received = day - timedelta(days=2)
            self._add(provision, "not_supported", received, day, refusal=CAPACITY)

    def _add(
        self,
        provision: str,
        decision: str,
        received: date,
        decided: date | None,
        *,
        case: str = "",
        refusal: Refusal | None = None,
        kind: str = "referral",
        sizes: tuple[int, int] | None = None,
    ) -> None:
        adults, children = sizes or (1, self.rng.choice((0, 0, 1, 1, 2, 3)))
        row: Row = {
            "referral_ref": self.writer.reference("r"),
            "provision_ref": provision,
            "case_ref": case,
            "kind": kind,
            "source": self.rng.choice(SOURCES),
            "received_on": written(received),
            "decision": decision,
            "decided_on": written(decided),
            "reasons": ";".join(refusal.reasons) if refusal else "",
            "unmet_needs": ";".join(refusal.needs) if refusal else "",
            "adults": str(adults),
            "children": str(children),
        }
        self.writer.add("referrals", row)
