"""The host's pages: areas, meetings, lists, referrals and actions."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import access, unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from marac import attendance, services
from marac.access import get_action_for, get_meeting_for, get_referral_for, require
from marac.agenda import agenda_of
from marac.choices import ActionState
from marac.forms import ActionForm, AttendForm, CloseActionForm, ListForm, MeetingForm
from marac.models import Action, Attendance, MaracArea, MaracReferral, Meeting, Recusal

PAST_SHOWN = 24


def meetings(request: SignedInRequest) -> HttpResponse:
    """Show the next meetings, the past ones, and what waits for a list."""
    require(request.user, Permission.MEETING_SEE)
    today = timezone.localdate()
    visible = Meeting.objects.visible_to(request.user).select_related("area")
    waiting = list(
        MaracReferral.objects.visible_to(request.user)
        .waiting_for_a_list()
        .select_related("area", "referred_by")
    )
    events.read("meeting.overview", by=request.user, subjects=[one.pk for one in waiting])
    context = {
        "next": visible.from_day(today),
        "past": visible.before(today)[:PAST_SHOWN],
        "areas": MaracArea.objects.order_by("name"),
        "waiting": waiting,
        "late": Action.objects.visible_to(request.user).late_on(today).count(),
        "may_run": has_permission(request.user, Permission.MEETING_RUN),
    }
    return render(request, "marac/meetings.html", context)


def new_meeting(request: SignedInRequest) -> HttpResponse:
    """Plan a meeting."""
    require(request.user, Permission.MEETING_RUN)
    areas = list(MaracArea.objects.order_by("name"))
    form = MeetingForm(request.POST or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        area = next(one for one in areas if str(one.pk) == given["area"])
        try:
            with transaction.atomic():
                services.plan_meeting(
                    area=area,
                    held_on=given["held_on"],
                    list_closes_on=given["list_closes_on"],
                    by=request.user,
                )
        except IntegrityError:
            form.add_error("held_on", "This area has a meeting on that day already")
        else:
            unsaved.forget(by=request.user, form="meeting", record=None)
            messages.success(request, "The meeting is planned.")
            return redirect("marac:meetings")
    context = {"form": form, "heading": "New meeting"}
    context |= unsaved.restore(form, by=request.user, name="meeting", record=None)
    return render(request, "marac/form.html", context)


def meeting(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting's list in the order in which it is heard, and its actions."""
    found = get_meeting_for(request.user, meeting_id, Permission.MEETING_SEE)
    listed = agenda_of(found, request.user)
    actions = list(
        Action.objects.visible_to(request.user)
        .filter(referral__in=[one.pk for one in listed])
        .order_by("due_on", "pk")
    )
    events.read("meeting.see", by=request.user, subjects=[found.pk, *(one.pk for one in listed)])
    may_run = has_permission(request.user, Permission.MEETING_RUN)
    attending = Attendance.objects.filter(meeting=found, ended_at=None).select_related("user")
    context = {
        "meeting": found,
        "listed": listed,
        "actions": actions,
        "may_run": may_run,
        "attending": list(attending.order_by("user__full_name")) if may_run else [],
        "list_is_closed": found.list_closes_on <= timezone.localdate(),
    }
    return render(request, "marac/meeting.html", context)


def attend(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Put somebody down for a meeting."""
    found = get_meeting_for(request.user, meeting_id, Permission.MEETING_RUN)
    people = [
        user for user in access.everybody() if access.has_permission(user, Permission.MEETING_SEE)
    ]
    form = AttendForm(request.POST or None, people=people)
    context = {"form": form, "heading": "Who attends"}
    context |= unsaved.restore(form, by=request.user, name="attend", record=found.pk)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["user"]
        try:
            attendance.add(meeting=found, user=chosen, by=request.user)
        except attendance.CannotAttend as refused:
            form.add_error("user", str(refused))
        else:
            unsaved.forget(by=request.user, form="attend", record=found.pk)
            messages.success(request, f"{chosen.full_name} attends.")
            return redirect("marac:meeting", found.pk)
    return render(request, "marac/form.html", context)


@require_POST
def end_attendance(request: SignedInRequest, meeting_id: UUID, attendance_id: UUID) -> HttpResponse:
    """Take somebody off a meeting, at once."""
    found = get_meeting_for(request.user, meeting_id, Permission.MEETING_RUN)
    held = Attendance.objects.filter(meeting=found, pk=attendance_id).select_related("user").first()
    if held is None:
        raise Http404
    attendance.end(attendance=held, at=timezone.now(), by=request.user)
    messages.success(request, f"{held.user.full_name} sees nothing of this meeting any more.")
    return redirect("marac:meeting", found.pk)


def referral(request: SignedInRequest, referral_id: UUID) -> HttpResponse:
    """Show what was disclosed, which meeting hears it, and what was agreed."""
    found = get_referral_for(request.user, referral_id, Permission.MEETING_SEE)
    events.read("meeting.referral", by=request.user, subjects=[found.pk])
    context = _referral_page(request, found, ActionForm()) | {
        "list_form": ListForm(meetings=_meetings_open_to(found)),
    }
    return render(request, "marac/referral.html", context)


def put_on_list(request: SignedInRequest, referral_id: UUID) -> HttpResponse:
    """Put a referral on a meeting's list."""
    found = get_referral_for(request.user, referral_id, Permission.MEETING_RUN)
    open_to = _meetings_open_to(found)
    form = ListForm(request.POST or None, meetings=open_to)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in open_to if str(one.pk) == form.cleaned_data["meeting"])
        try:
            services.put_on_list(
                referral=found,
                meeting=chosen,
                on=timezone.localdate(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile:
            messages.warning(request, "Somebody changed this meanwhile. Look again.")
        else:
            messages.success(request, "It is on the list.")
        return redirect("marac:referral", found.pk)
    events.read("meeting.referral", by=request.user, subjects=[found.pk])
    context = _referral_page(request, found, ActionForm()) | {"list_form": form}
    return render(request, "marac/referral.html", context)


def agree_action(request: SignedInRequest, referral_id: UUID) -> HttpResponse:
    """Record what an agency agrees to do."""
    found = get_referral_for(request.user, referral_id, Permission.MEETING_RUN)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.agree_action(referral=found, **form.cleaned_data, by=request.user)
        unsaved.forget(by=request.user, form="action", record=found.pk)
        messages.success(request, "The action is recorded.")
        return redirect("marac:referral", found.pk)
    events.read("meeting.referral", by=request.user, subjects=[found.pk])
    context = _referral_page(request, found, form) | {
        "list_form": ListForm(meetings=_meetings_open_to(found)),
    }
    return render(request, "marac/referral.html", context)


def actions(request: SignedInRequest) -> HttpResponse:
    """Show open actions, the late ones first."""
    require(request.user, Permission.MEETING_SEE)
    today = timezone.localdate()
    shown = list(Action.objects.visible_to(request.user).open().select_related("referral"))
    events.read("action.list", by=request.user, subjects=[one.pk for one in shown])
    may_run = has_permission(request.user, Permission.MEETING_RUN)
    context = {"actions": shown, "today": today, "may_run": may_run}
    return render(request, "marac/actions.html", context)


def close_action(request: SignedInRequest, action_id: UUID) -> HttpResponse:
    """Record how an action ended."""
    action = get_action_for(request.user, action_id, Permission.MEETING_RUN)
    events.read("action.see", by=request.user, subjects=[action.pk])
    form = CloseActionForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    context = {"form": form, "action": action}
    context |= unsaved.restore(
        form, by=request.user, name="close-action", record=action.pk, guarded=action
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.close_action(
                action=action,
                state=ActionState(form.cleaned_data["state"]),
                closed_on=form.cleaned_data["closed_on"],
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile:
            messages.warning(request, "Somebody changed this meanwhile. Look again.")
        else:
            unsaved.forget(by=request.user, form="close-action", record=action.pk)
            messages.success(request, "The action is closed.")
        return redirect("marac:actions")
    return render(request, "marac/close_action.html", context)


def _meetings_open_to(found: MaracReferral) -> list[Meeting]:
    """Return the meetings of its area whose lists are still open, the next first."""
    today = timezone.localdate()
    coming = Meeting.objects.filter(area=found.area_id, list_closes_on__gte=today)
    return list(coming.from_day(today))


def _referral_page(
    request: SignedInRequest, found: MaracReferral, action_form: ActionForm
) -> dict[str, object]:
    kept = unsaved.restore(action_form, by=request.user, name="action", record=found.pk)
    return kept | {
        "action_form": action_form,
        "referral": found,
        "copy": found.copy,
        "actions": list(found.actions.order_by("due_on", "pk")),
        "may_run": has_permission(request.user, Permission.MEETING_RUN),
        "apart": _taking_no_part(request, found),
        "today": timezone.localdate(),
    }


def _taking_no_part(request: SignedInRequest, found: MaracReferral) -> int:
    """Return how many take no part in a referral, to those who chair or run the meetings."""
    if not has_permission(request.user, Permission.MEETING_CHAIR):
        return 0
    standing = Recusal.objects.standing().filter(referral=found)
    return len(set(standing.values_list("user_id", flat=True)))
