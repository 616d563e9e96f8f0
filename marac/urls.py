"""Addresses of meetings: the host's under m/, a case's own below the case."""

from django.urls import path

from marac.views import apart, areas, case, meetings

app_name = "marac"

urlpatterns = [
    path("m/", meetings.meetings, name="meetings"),
    path("z/areas/", areas.areas, name="areas"),
    path("z/areas/new/", areas.new_area, name="new_area"),
    path("z/areas/<uuid:area_id>/", areas.change_area, name="change_area"),
    path("m/new/", meetings.new_meeting, name="new_meeting"),
    path("m/actions/", meetings.actions, name="actions"),
    path("m/actions/<uuid:action_id>/", meetings.close_action, name="close_action"),
    path("m/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("m/<uuid:meeting_id>/who/", meetings.attend, name="attend"),
    path(
        "m/<uuid:meeting_id>/who/<uuid:attendance_id>/",
        meetings.end_attendance,
        name="end_attendance",
    ),
    path("m/r/<uuid:referral_id>/", meetings.referral, name="referral"),
    path("m/r/<uuid:referral_id>/list/", meetings.put_on_list, name="put_on_list"),
    path("m/r/<uuid:referral_id>/action/", meetings.agree_action, name="agree_action"),
    path("m/r/<uuid:referral_id>/apart/", apart.apart, name="apart"),
    path("m/r/<uuid:referral_id>/apart/<uuid:recusal_id>/", apart.lift, name="lift_apart"),
    path("c/<reference:reference>/m/", case.case_meetings, name="case"),
    path("c/<reference:reference>/m/new/", case.refer, name="refer"),
]
