"""Code lists of referrals. The codes are those of the interchange bundle."""

from django.db import models


class Route(models.TextChoices):
    """Who put somebody forward."""

    SELF = "self", "They rang or wrote themselves"
    PROFESSIONAL = "professional", "Another service"
    POLICE = "police", "Police"


class Consent(models.TextChoices):
    """Whether the person knows and agrees that they were referred."""

    GIVEN = "given", "They agreed"
    NOT_ASKED = "not_asked", "Not asked yet"
    NOT_SAFE_TO_ASK = "not_safe_to_ask", "Not safe to ask"
    WITHOUT = "without", "Shared without it: risk of serious harm"


class SafeToRing(models.TextChoices):
    """What is known of the number that came with a referral. Not known is not safe."""

    YES = "yes", "Yes, at any time"
    AT_TIMES = "at_times", "At certain times"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class Priority(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    STANDARD = "standard", "Standard"


class AttemptMode(models.TextChoices):
    CALL = "call", "Telephone"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    THROUGH_REFERRER = "through_referrer", "Through who referred them"
    IN_PERSON = "in_person", "In person"


class Outcome(models.TextChoices):
    """How an attempt to reach somebody ended."""

    SPOKE = "spoke", "Spoke with them"
    NO_ANSWER = "no_answer", "No answer"
    VOICEMAIL_LEFT = "voicemail_left", "Left the agreed message"
    NO_MESSAGE_LEFT = "no_message_left", "Voicemail, no message left"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    UNSAFE_OTHER_ANSWERED = "unsafe_other_person_answered", "Somebody else answered"
    UNSAFE_STOP = "unsafe_stop", "Not safe: stopped"
    UNREACHABLE_LINE = "unreachable_line", "Line out of service"
    DECLINED = "declined", "They do not want support now"
    CALL_BACK_ASKED = "call_back_asked", "They asked to be rung later"


# Somebody was reached, whatever they said.
REACHED = frozenset({Outcome.SPOKE, Outcome.DECLINED, Outcome.CALL_BACK_ASKED})
# After these the number is not rung again until it was checked.
NOT_SAFE_AFTER = frozenset(
    {Outcome.WRONG_NUMBER, Outcome.UNSAFE_OTHER_ANSWERED, Outcome.UNSAFE_STOP}
)


class Decision(models.TextChoices):
    """What became of a referral."""

    OPEN = "open", "Not decided yet"
    WAITING = "waiting", "Waiting list"
    ACCEPTED = "accepted", "Accepted"
    COULD_NOT_REACH = "could_not_reach", "Could not reach"
    DECLINED = "declined", "Declined support"
    REFERRED_ON = "referred_on", "Referred on"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"


# Those that are not over: somebody still waits for us.
UNDECIDED = (Decision.OPEN, Decision.WAITING)
# Those that end a referral without a case.
ENDED = (
    Decision.COULD_NOT_REACH,
    Decision.DECLINED,
    Decision.REFERRED_ON,
    Decision.NOT_ELIGIBLE,
)


class Reason(models.TextChoices):
    """Why a referral ended without a case, or waits."""

    NOT_READY = "not_ready", "Not ready yet"
    OTHER_SUPPORT = "other_support", "Has other support"
    NO_WISH = "no_wish", "Does not want support"
    CANNOT_BE_RUNG = "cannot_be_rung", "No safe way to reach them"
    NO_REPLY = "no_reply", "No reply after all attempts"
    OUTSIDE_AREA = "outside_area", "Lives outside our area"
    NEEDS_OTHER_SERVICE = "needs_other_service", "Another service fits their needs"
    NOT_OF_OUR_KIND = "not_of_our_kind", "Not what our service is for"
    NO_WORKER_FREE = "no_worker_free", "Every worker has a full load"
    ALREADY_SUPPORTED = "already_supported", "We support them already"
    OTHER = "other", "Something else"


REASONS_OF: dict[str, tuple[Reason, ...]] = {
    Decision.WAITING: (Reason.NO_WORKER_FREE, Reason.NOT_READY, Reason.OTHER),
    Decision.COULD_NOT_REACH: (Reason.NO_REPLY, Reason.CANNOT_BE_RUNG, Reason.OTHER),
    Decision.DECLINED: (
        Reason.NOT_READY,
        Reason.OTHER_SUPPORT,
        Reason.NO_WISH,
        Reason.OTHER,
    ),
    Decision.REFERRED_ON: (
        Reason.OUTSIDE_AREA,
        Reason.NEEDS_OTHER_SERVICE,
        Reason.NO_WORKER_FREE,
        Reason.OTHER,
    ),
    Decision.NOT_ELIGIBLE: (
        Reason.OUTSIDE_AREA,
        Reason.NOT_OF_OUR_KIND,
        Reason.ALREADY_SUPPORTED,
        Reason.OTHER,
    ),
}


class Told(models.TextChoices):
    """What whoever referred somebody was told: neutral words, chosen and recorded."""

    RECEIVED = "received", "We have your referral."
    IN_TOUCH = "in_touch", "We are in touch with the person."
    NOT_REACHED = "not_reached", "We could not reach the person so far."
    CLOSED = "closed", "We have closed your referral."
    NOTHING = "nothing", "Nothing: it is not safe, or not theirs to know."


class ClosingReason(models.TextChoices):
    """Why a piece of work ended."""

    COMPLETE = "complete", "Support is complete"
    SAFER = "safer", "The danger is less"
    MOVED_AWAY = "moved_away", "Moved away, or transferred"
    LOST_CONTACT = "lost_contact", "We lost contact"
    DECLINED = "declined", "Declined support"
    NEVER_REACHED = "never_reached", "Could not reach"
    UNSAFE_TO_CONTACT = "unsafe_to_contact", "Not safe to contact"
    REFERRED_ON = "referred_on", "Referred on"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"
    IN_CUSTODY = "in_custody", "Person causing harm is in custody"
    DIED = "died", "Died"
    OTHER = "other", "Something else"


class FinalAssessment(models.TextChoices):
    """Whether the danger was assessed once more at the end."""

    DONE = "done", "Yes, it is signed"
    NOT_WANTED = "not_wanted", "No: they did not want to"
    NOT_POSSIBLE = "not_possible", "No: it was not possible"


class ChildThen(models.TextChoices):
    """What becomes of the support of a child when the adult's case closes."""

    NONE_NEEDED = "none_needed", "Needs no support from us now"
    ELSEWHERE = "elsewhere", "Supported elsewhere"
    OWN_CASE = "own_case", "Keeps our support: a case of their own"


OUTCOME_QUESTIONS = {
    "safer": "Feels safer",
    "quality_of_life": "Quality of life",
    "harm_ceased": "The harm has stopped",
    "fear": "Less frightened",
    "confidence": "Confident to ask for help",
    "children_safer": "The children are safer",
}
OUTCOME_STEPS = {
    "1": "Much worse",
    "2": "Worse",
    "3": "The same",
    "4": "Better",
    "5": "Much better",
}
# Two ways of not having an answer, which are not each other.
NO_OUTCOME = {"not_asked": "Not asked", "prefer_not_to_say": "Prefers not to say"}


class HandoverState(models.TextChoices):
    """What became of a case that was offered."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Given back"
    WITHDRAWN = "withdrawn", "Withdrawn"
