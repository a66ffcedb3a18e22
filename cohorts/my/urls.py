"""A learner's own pages of the training. Each part adds its `urlpatterns` to the list."""

from django.urls import URLPattern

from cohorts.my import urls_absences

app_name = "my"

urlpatterns: list[URLPattern] = [
    *urls_absences.urlpatterns,
]
