"""Addresses of the administrator's pages, below the organisation's own."""

from django.urls import path
from django.views.decorators.http import require_POST

from accounts.organising import ending, organisation, people, support

urlpatterns = [
    path("us/", organisation.organisation, name="organisation"),
    path("services/", organisation.list_services, name="services"),
    path("services/new/", organisation.new_service, name="new_service"),
    path("services/<uuid:service_id>/", organisation.service, name="service"),
    path("services/<uuid:service_id>/change/", organisation.change_service, name="change_service"),
    path("services/<uuid:service_id>/team/", organisation.new_team, name="new_team"),
    path("services/<uuid:service_id>/end/", ending.end_service, name="end_service"),
    path("teams/<uuid:team_id>/", organisation.rename_team, name="team"),
    path("teams/<uuid:team_id>/end/", ending.end_team, name="end_team"),
    path("people/", people.list_people, name="people"),
    path("people/new/", people.invite, name="invite"),
    path("support/", support.support, name="support"),
    path("support/new/", support.give_support, name="give_support"),
    path("support/<uuid:access_id>/end/", require_POST(support.end_support), name="end_support"),
    path("people/waiting/", people.waiting, name="waiting"),
    path("people/waiting/<uuid:proposal_id>/", require_POST(people.decide), name="decide"),
    path("people/<uuid:user_id>/", people.person, name="person"),
    path("people/<uuid:user_id>/role/", people.give_role, name="give_role"),
    path("people/role/<uuid:membership_id>/", people.end_role, name="end_role"),
]
