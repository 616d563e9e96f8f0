"""Every address Rowan answers at. Paths are short codes that name nothing."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
