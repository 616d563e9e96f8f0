"""Erasing somebody takes the referral by which she came, also where her child's case stays."""

from accounts.tenancy import enter
from audit import events
from cases.choices import CaseRole
from cases.models import Case, Person
from cases.services import NewPerson, add_person
from encryption import erasing, ledger, tombstones
from erasure import manifest, whom
from referrals import deciding
from referrals.models import CaseReferral
from tests.cast import Cast
from tests.referrals.scenes import WEDNESDAY, take


def test_her_referral_goes_with_her_and_the_case_stays_for_the_child(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        case = deciding.accept(
            referral=take(cast), survivor=NewPerson(given_name="Leila"),
            worker=cast.ines, at=WEDNESDAY, expected_version=1, by=cast.ines,
        )  # fmt: skip
        add_person(case=case, new=NewPerson(given_name="Sami"), role=CaseRole.CHILD, by=cast.ines)
    with enter(cast.alder, by=None):
        her = Person.objects.get(case_people__case=case, case_people__role="survivor")
        planned = manifest.of(whom.find(her), today=WEDNESDAY.date())
        goes = {line.what: line.number for line in planned.goes}
        stays = {line.what for line in planned.readable}
        events.write("test.erase", by=None, subjects=planned.subject_ids)
        erasing.erase(
            ledger.append(
                organisation_id=cast.alder.pk, erasure_id=her.pk, redacted=[],
                subject_ids=planned.subject_ids, keys=tombstones.key_ids(planned.subject_ids),
                at="2026-11-25T12:00:00+00:00",
            )
        )  # fmt: skip

        referral = CaseReferral.objects.get()
        assert (referral.full_name, referral.contact, referral.story) == ("Erased", {}, "")
        assert not Case.objects.get(pk=case.pk).is_erased
        assert goes["Case referral"] == 1
        assert "Case referral" not in stays
