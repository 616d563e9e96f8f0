"""Addresses of children's lives, of who is around a family, and of courts: below the case's own."""

from django.urls import path

from family.views import children, court, network

app_name = "family"

_CHILD = "<reference:reference>/k/<uuid:person_id>/"
_COURT = "<reference:reference>/o/"

urlpatterns = [
    path(f"{_CHILD}life/", children.life, name="life"),
    path(f"{_CHILD}care/", children.care_new, name="care_new"),
    path(f"{_CHILD}care/<uuid:care_id>/", children.care_end, name="care_end"),
    path(f"{_CHILD}with/", children.contact_new, name="contact_new"),
    path(f"{_CHILD}with/<uuid:arrangement_id>/", children.contact_end, name="contact_end"),
    path(f"{_CHILD}told/", children.school_told, name="school_told"),
    path("<reference:reference>/p/net/", network.member_new, name="member_new"),
    path("<reference:reference>/p/net/<uuid:member_id>/", network.member, name="member"),
    path(_COURT, court.court_page, name="court"),
    path(f"{_COURT}new/", court.order_new, name="order_new"),
    path(f"{_COURT}<uuid:order_id>/", court.order, name="order"),
    path(f"{_COURT}<uuid:order_id>/more/", court.breach_new, name="breach_new"),
    path(f"{_COURT}day/", court.hearing_new, name="hearing_new"),
    path(f"{_COURT}day/<uuid:hearing_id>/", court.hearing, name="hearing"),
]
