"""The addresses of the programming interface, version 1.

The converter of references is registered by ``cases.urls``, which is read before.
"""

from django.urls import path

from accommodation.api import HouseViewSet
from accounts.api.views import DescriptionView, TokenViewSet
from cases.api import CaseViewSet
from cases.search.api import SearchViewSet
from diary.api import NoteViewSet, StepViewSet
from returns.api import ReturnViewSet

app_name = "api"

_CASE = {"get": "retrieve", "patch": "partial_update"}

urlpatterns = [
    path("", DescriptionView.as_view(), name="description"),
    path("token/", TokenViewSet.as_view({"get": "retrieve"}), name="token"),
    path("cases/", CaseViewSet.as_view({"get": "list", "post": "create"}), name="cases"),
    path("cases/<reference:reference>/", CaseViewSet.as_view(_CASE), name="case"),
    path(
        "cases/<reference:reference>/close/", CaseViewSet.as_view({"post": "close"}), name="close"
    ),
    path(
        "cases/<reference:reference>/people/",
        CaseViewSet.as_view({"post": "people"}),
        name="people",
    ),
    path(
        "cases/<reference:reference>/notes/",
        NoteViewSet.as_view({"get": "list", "post": "create"}),
        name="notes",
    ),
    path(
        "cases/<reference:reference>/steps/",
        StepViewSet.as_view({"get": "list", "post": "create"}),
        name="steps",
    ),
    path(
        "cases/<reference:reference>/steps/<uuid:step_id>/end/",
        StepViewSet.as_view({"post": "end"}),
        name="step_end",
    ),
    path("search/", SearchViewSet.as_view({"post": "search"}), name="search"),
    path("houses/", HouseViewSet.as_view({"get": "list"}), name="houses"),
    path("houses/<uuid:house_id>/", HouseViewSet.as_view({"get": "retrieve"}), name="house"),
    path(
        "returns/<str:authority>/<str:year>/",
        ReturnViewSet.as_view({"get": "retrieve"}),
        name="return",
    ),
]
