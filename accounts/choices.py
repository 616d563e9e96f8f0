"""Code lists of organisations and services."""

from django.db import models


class OrganisationKind(models.TextChoices):
    CHARITY = "charity", "Charity"
    REGISTERED_PROVIDER = "registered_provider", "Registered provider of housing"
    HOUSING_AUTHORITY = "housing_authority", "Housing authority"
    AUTHORITY = "authority", "Authority that reports"
    PARTNER_AGENCY = "partner_agency", "Partner agency"
    OTHER = "other", "Other"


class SpecialistGroup(models.TextChoices):
    BLACK_AND_MINORITISED = "black_and_minoritised", "Black and minoritised people"
    DISABLED = "disabled", "Disabled people"
    LGBTQ = "lgbtq", "LGBTQ+ people"
    OTHER = "other", "Another group"


class ServiceKind(models.TextChoices):
    """What a service is, for people; the return counts by its provision instead."""

    COMMUNITY = "community", "Community service"
    ACCOMMODATION = "accommodation", "Accommodation service"


class ReviewKind(models.TextChoices):
    """What is to be looked into."""

    BREAK_GLASS = "break_glass", "A case opened in an emergency"
    QUOTA = "quota", "Many records opened"
    CONFLICT = "conflict", "Somebody knows a person in a case"
    ACCESS_REQUEST = "access_request", "Access asked for"
    ERASURE = "erasure", "Somebody is to be erased"
    PASSED_ON = "passed_on", "A note about somebody who could not be found"
    UNUSUAL = "unusual", "Unusual access"
    SHARING = "sharing", "Something shared without consent"
    RELEASE = "release", "A place that is asked to leave"


class AlertKind(models.TextChoices):
    """What is wrong with the keeping of records, and not with what somebody did."""

    ANCHOR = "anchor", "Signed proof of who did what is not put away"
    VALUES = "values", "Records are not as they were written last"


class AlertAnswer(models.TextChoices):
    """What came of looking into an alert."""

    MENDED = "mended", "It was mended"
    MEANT = "meant", "It was meant: a backup was put back, or a place given up"
    REPORTED = "reported", "It is treated as a breach of security, and was reported"


class ApiScope(models.TextChoices):
    """What a token opens; what is behind it is still decided by role and relationship."""

    CASES_READ = "cases.read", "Read cases"
    CASES_WRITE = "cases.write", "Write in cases"
    ROOMS_READ = "rooms.read", "Read rooms"
    RETURN_READ = "return.read", "Read the annual return"


class SessionEnd(models.TextChoices):
    """Why a session was ended before its time, as whoever holds its browser is told."""

    ELSEWHERE = "elsewhere", "You were signed out here from another of your devices."
    TOO_MANY = "too_many", "You were signed out here because you signed in somewhere else."
    PASSWORD = "password", "You were signed out here because the password was changed."
    RENEWED = "renewed", "You were signed out here because the way to sign in was renewed."
    BY_OTHERS = "by_others", "You were signed out here by the people who manage Rowan."
    AGE = "age", "You were signed out here because a session lasts ten hours."
