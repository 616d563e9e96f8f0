"""Referrals to a service for community support, from the first call to the case."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Somebody is put forward; they are reached, or not; a case opens, or not."""

    name = "referrals"

    def ready(self) -> None:
        """Declare the settings; compare referrals with whom staff are kept from."""
        from accounts import reminders
        from accounts.reviews import queue
        from cases.conflicts import matching
        from cases.looked import parts
        from cases.search import further
        from diary import drafts
        from erasure.parts import register as register_erasing
        from referrals import hanging, settings  # noqa: F401 (register themselves)
        from referrals.erasing import REFERRED
        from referrals.models import CaseReferral, Closing, Handover
        from referrals.reminders import late_referrals, offered_cases
        from referrals.searching import waiting_like
        from referrals.walls import REFERRALS, REVIEWS

        register_erasing(REFERRED)
        for model in (CaseReferral, Closing, Handover):
            parts.register(parts.Part(model))
        drafts.register("close", "Closing the case", drafts.of_case("referrals:close"))
        drafts.register("offer", "Handing the case over", drafts.of_case("referrals:offer"))
        drafts.register("again", "Working together again", drafts.of_case("referrals:again"))
        reminders.count_as_well("referrals", late_referrals)
        reminders.count_as_well("handovers", offered_cases)
        matching.register(REFERRALS)
        queue.register(REVIEWS)
        further.register(waiting_like)
