"""Addresses of cases: references alone, never a name or a subject."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cases.search.views import search
from cases.views import asking, calls, cases, cover, emergency, people, samples, who, why

app_name = "cases"


class ReferenceConverter(StringConverter):
    """A case's reference, such as R-2417; an imported one may be any short plain text."""

    regex = r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,19}"


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", cases.case_list, name="list"),
    path("find/", search, name="find"),
    path("new/", cases.new, name="new"),
    path("why/", why.why, name="why"),
    path("ask/", asking.ask, name="ask"),
    path("urgent/", emergency.urgent, name="urgent"),
    path("<reference:reference>/urgent/end/", emergency.urgent_end, name="urgent_end"),
    path("calls/", calls.calls, name="calls"),
    path("cover/", cover.covers, name="cover"),
    path("cover/<uuid:cover_id>/", cover.end_cover, name="end_cover"),
    path("sample/", samples.samples, name="samples"),
    path("sample/<uuid:grant_id>/", samples.end_sample, name="end_sample"),
    path("<reference:reference>/", cases.summary, name="summary"),
    path("<reference:reference>/print/", cases.printed, name="printed"),
    path("<reference:reference>/now/", cases.where_things_are, name="where_things_are"),
    path("<reference:reference>/w/", who.who, name="who"),
    path("<reference:reference>/w/worker/", who.give_worker, name="give_worker"),
    path("<reference:reference>/w/worker/<uuid:allocation_id>/", who.end_worker, name="end_worker"),
    path("<reference:reference>/w/give/", who.give_access, name="give_access"),
    path("<reference:reference>/w/give/<uuid:grant_id>/", who.end_access, name="end_access"),
    path("<reference:reference>/w/partner/", who.give_partner, name="give_partner"),
    path("<reference:reference>/w/restrict/", who.restrict, name="restrict"),
    path("<reference:reference>/p/", people.people, name="people"),
    path("<reference:reference>/p/new/", people.person_new, name="person_new"),
    path("<reference:reference>/p/<uuid:person_id>/", people.person, name="person"),
    path("<reference:reference>/a/new/", people.harm_new, name="harm_new"),
    path("<reference:reference>/a/<uuid:harm_id>/", people.harm, name="harm"),
    path("<reference:reference>/k/<uuid:person_id>/", people.child, name="child"),
]
