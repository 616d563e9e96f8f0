"""Addresses of the annual return: years, codes of authorities and of cells."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from returns import views

app_name = "returns"


class YearConverter(StringConverter):
    """A year of the return, such as 2022-23."""

    regex = r"[0-9]{4}-[0-9]{2}"


class AuthorityConverter(StringConverter):
    """A GSS code."""

    regex = r"E[0-9]{8}"


class KeyConverter(StringConverter):
    """What stands for a cell, such as A1-2, or the code of a check."""

    regex = r"[A-Za-z0-9][A-Za-z0-9\-]{0,59}"


register_converter(YearConverter, "year")
register_converter(AuthorityConverter, "authority")
register_converter(KeyConverter, "key")

_RETURN = "<year:year>/<authority:authority>/"

urlpatterns = [
    path("", views.years, name="years"),
    path(_RETURN, views.figures, name="figures"),
    path(f"{_RETURN}again/", views.derive_again, name="derive_again"),
    path(f"{_RETURN}progress/", views.progress, name="progress"),
    path(f"{_RETURN}file/<slug:form>/", views.file, name="file"),
    path(f"{_RETURN}check/<key:code>/", views.check, name="check"),
    path(f"{_RETURN}answer/<key:key>/", views.answer, name="answer"),
    path(f"{_RETURN}<key:key>/", views.behind, name="behind"),
]
