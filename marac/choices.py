"""Code lists of meetings."""

from django.db import models


class Criterion(models.TextChoices):
    """Why a case is put to the meeting; an area says which of them it takes."""

    SCORE = "score", "Score at or above the area's threshold"
    JUDGEMENT = "judgement", "Professional judgement"
    ESCALATION = "escalation", "Getting worse or more often"
    REPEAT = "repeat", "Heard before, and something has happened since"


class ActionState(models.TextChoices):
    """An action that could not be done is not one that an agency has not done."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    NOT_POSSIBLE = "not_possible", "Not possible, circumstances changed"
    NOT_DONE = "not_done", "Not done"
    SUPERSEDED = "superseded", "Replaced by another action"


CLOSED_STATES = frozenset(ActionState.values) - {ActionState.OPEN.value}
