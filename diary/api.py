"""Notes and next steps of a case for other programs, over the guards and services of the pages."""

import datetime
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.answers import ONCE, READ, WRITE, Changed
from accounts.api.base import ApiViewSet, StrictSerializer, checked
from accounts.choices import ApiScope
from accounts.lost_updates import ChangedMeanwhile
from cases.api import REFERENCE
from diary import notes, steps
from diary.access import get_case_to_read, get_case_to_write, get_step_of, keeps_apart
from diary.choices import Happened, StepState
from diary.forms import FURTHEST, LONGEST_NOTE, LONGEST_STEP, without_controls
from diary.models import NextStep, Note


class NoteOut(serializers.Serializer):
    """One note. ``corrects`` names the one that it puts right."""

    id = serializers.UUIDField()
    happened = serializers.ChoiceField(choices=Happened.choices)
    happened_at = serializers.DateTimeField()
    text = serializers.CharField()
    is_key = serializers.BooleanField()
    about = serializers.UUIDField(source="about_id", allow_null=True)
    corrects = serializers.UUIDField(source="corrects_id", allow_null=True)
    written_by = serializers.UUIDField(source="written_by_id", allow_null=True)
    recorded_at = serializers.DateTimeField()


class NoteIn(StrictSerializer):
    """A new note, written by the person of the token."""

    happened = serializers.ChoiceField(choices=Happened.choices)
    happened_at = serializers.DateTimeField()
    text = serializers.CharField(max_length=LONGEST_NOTE)
    is_key = serializers.BooleanField(default=False)

    def validate_happened_at(self, value: datetime.datetime) -> datetime.datetime:
        """Refuse a time to come."""
        if value > timezone.now():
            raise serializers.ValidationError("Give now or earlier.")
        return value


class StepOut(serializers.Serializer):
    """One next step; ``owner`` is null where somebody outside (``other``) does it."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    other = serializers.CharField()
    state = serializers.ChoiceField(choices=StepState.choices)


class StepIn(StrictSerializer):
    """A new step of the person of the token."""

    text = serializers.CharField(max_length=LONGEST_STEP)
    due_on = serializers.DateField()

    def validate_due_on(self, value: datetime.date) -> datetime.date:
        """Refuse a day that is over, or years away."""
        today = timezone.localdate()
        if not today <= value <= today + FURTHEST:
            raise serializers.ValidationError("Give a day from today to five years ahead.")
        return value


class StepEnd(StrictSerializer):
    """How a step ended, over the version that was read."""

    state = serializers.ChoiceField(choices=[StepState.DONE, StepState.NOT_NEEDED])
    reason = serializers.CharField(max_length=LONGEST_STEP, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=0, max_value=10**9)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask why a step is not needed."""
        if attrs["state"] == StepState.NOT_NEEDED and not attrs["reason"]:
            raise serializers.ValidationError({"reason": ["Say why it is not needed."]})
        return attrs


class NoteViewSet(ApiViewSet):
    """Notes of a case, as far as the token's role reads them."""

    serializer_class = NoteOut
    scopes: ClassVar[dict[str, ApiScope | None]] = {
        "list": ApiScope.CASES_READ,
        "create": ApiScope.CASES_WRITE,
    }

    @extend_schema(parameters=[REFERENCE], responses={200: NoteOut(many=True), **READ})
    def list(self, request: Request, reference: str) -> Response:
        """List the notes of a case, the latest first, 50 a page."""
        case, seen = get_case_to_read(self.user, reference)
        found = Note.objects.filter(case=case).open_to(seen).order_by("-happened_at", "pk")
        page = self.paginate_queryset(found)
        shown = [] if page is None else list(page)
        self.note_read("timeline.see", [case.pk, *(note.pk for note in shown)])
        return self.get_paginated_response(NoteOut(shown, many=True).data)

    @extend_schema(request=NoteIn, parameters=[REFERENCE, ONCE], responses={201: NoteOut, **WRITE})
    def create(self, request: Request, reference: str) -> Response:
        """Write a note. It is never changed."""
        case, _ = get_case_to_write(self.user, reference)
        given = checked(NoteIn, request)
        note = notes.write(
            case=case, happened=Happened(given["happened"]), happened_at=given["happened_at"],
            text=without_controls(given["text"]), is_key=given["is_key"],
            counselling=keeps_apart(self.user), by=self.user,
        )  # fmt: skip
        self.note_read("timeline.see", [case.pk, note.pk])
        headers = {"Location": f"/api/cases/{case.reference}/notes/"}
        return Response(NoteOut(note).data, status=HTTPStatus.CREATED, headers=headers)


class StepViewSet(ApiViewSet):
    """Next steps of a case, as far as the token's role reads them."""

    serializer_class = StepOut
    scopes: ClassVar[dict[str, ApiScope | None]] = {
        "list": ApiScope.CASES_READ,
        "create": ApiScope.CASES_WRITE,
        "end": ApiScope.CASES_WRITE,
    }

    @extend_schema(parameters=[REFERENCE], responses={200: StepOut(many=True), **READ})
    def list(self, request: Request, reference: str) -> Response:
        """List what is still to do on a case, what is due first on top, 50 a page."""
        case, seen = get_case_to_read(self.user, reference)
        page = self.paginate_queryset(NextStep.objects.open().filter(case=case).open_to(seen))
        shown = [] if page is None else list(page)
        self.note_read("step.list", [case.pk, *(step.pk for step in shown)])
        return self.get_paginated_response(StepOut(shown, many=True).data)

    @extend_schema(request=StepIn, parameters=[REFERENCE, ONCE], responses={201: StepOut, **WRITE})
    def create(self, request: Request, reference: str) -> Response:
        """Put down what is to be done next."""
        case, _ = get_case_to_write(self.user, reference)
        given = checked(StepIn, request)
        step = steps.add(
            case=case, text=without_controls(given["text"]), due_on=given["due_on"],
            owner=self.user, counselling=keeps_apart(self.user), by=self.user,
        )  # fmt: skip
        return self._shown(step, case.reference, HTTPStatus.CREATED)

    @extend_schema(
        request=StepEnd,
        parameters=[
            REFERENCE, OpenApiParameter("step_id", OpenApiTypes.UUID, OpenApiParameter.PATH), ONCE,
        ],
        responses={200: StepOut, **WRITE},
    )  # fmt: skip
    def end(self, request: Request, reference: str, step_id: UUID) -> Response:
        """Say that a step is done, or why it is not needed."""
        case, seen = get_case_to_write(self.user, reference)
        step = get_step_of(case, seen, step_id)
        given = checked(StepEnd, request)
        if step.state != StepState.OPEN:
            raise serializers.ValidationError({"state": ["The step ended already."]})
        try:
            steps.finish(
                step=step, state=StepState(given["state"]), at=timezone.now(),
                reason=without_controls(given["reason"]), expected_version=given["version"],
                by=self.user,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            raise Changed from changed
        return self._shown(step, case.reference)

    def _shown(
        self, step: NextStep, reference: str, status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        self.note_read("step.see", [step.case_id, step.pk])
        headers = {"Location": f"/api/cases/{reference}/steps/"}
        return Response(StepOut(step).data, status=status, headers=headers)
