"""What an organisation decides for itself about referrals."""

from accounts.settings.declaring import Setting, register
from accounts.settings.kinds import Lines, Number

REFERRALS = "Referrals"
_HOURS = ("hour", "hours")
_WORKING_DAYS = ("working day", "working days")
_DAYS = ("day", "days")

register(
    Setting(
        key="referral_review_hours",
        group=REFERRALS,
        name="Look at a new referral within",
        about="The first look, before anybody is rung: how soon, and is it safe. Counted round "
        "the clock from when it came. It affects whoever takes referrals.",
        kind=Number(1, 336, *_HOURS),
        default=48,
    )
)
register(
    Setting(
        key="referral_high_hours",
        group=REFERRALS,
        name="Try to reach somebody of high priority within",
        about="Counted round the clock, nights and holidays included.",
        kind=Number(1, 168, *_HOURS),
        default=24,
    )
)
register(
    Setting(
        key="referral_medium_days",
        group=REFERRALS,
        name="Try to reach somebody of medium priority within",
        about="Counted in your working days; bank holidays of England are none.",
        kind=Number(1, 20, *_WORKING_DAYS),
        default=2,
    )
)
register(
    Setting(
        key="referral_standard_days",
        group=REFERRALS,
        name="Try to reach somebody of standard priority within",
        about="Counted in your working days; bank holidays of England are none.",
        kind=Number(1, 30, *_WORKING_DAYS),
        default=5,
    )
)
register(
    Setting(
        key="referral_attempts",
        group=REFERRALS,
        name="Attempts before a manager looks",
        about="After so many attempts that reached nobody a manager says how to go on. Nobody is "
        "closed as could not reach before that.",
        kind=Number(1, 12, "attempt", "attempts"),
        default=3,
    )
)
register(
    Setting(
        key="referral_attempts_days",
        group=REFERRALS,
        name="For high priority, all of those attempts within",
        about="So many attempts must lie within this time before somebody of high priority can be "
        "closed as could not reach.",
        kind=Number(1, 30, *_DAYS),
        default=7,
    )
)
register(
    Setting(
        key="referral_kept_months",
        group=REFERRALS,
        name="Keep a referral that became no case for",
        about="When it ends only the least stays: when it came, from where, what was decided. "
        "After this it is erased by itself; the counts stay.",
        kind=Number(1, 120, "month", "months"),
        default=24,
    )
)
register(
    Setting(
        key="referral_sources",
        group="Lists",
        name="Where referrals come from",
        about="Suggested where a referral is taken, in your own words. It affects whoever takes "
        "referrals.",
        kind=Lines(),
        default=[
            "Themselves",
            "Police",
            "Family or friend",
            "Children’s services",
            "Adult social care",
            "GP or health",
            "Hospital",
            "Housing",
            "Another specialist service",
            "National helpline",
        ],
    )
)
register(
    Setting(
        key="smallest_count",
        group=REFERRALS,
        name="Show no number smaller than",
        about="In the report of outcomes. Where fewer people answered, the whole line is left out, "
        "so that nobody can tell who said what.",
        kind=Number(1, 50, "person", "people"),
        default=10,
    )
)
