from cohorts.my.urls_calendar import urlpatterns as calendar_patterns

app_name = "my"

urlpatterns = [*calendar_patterns]
"""A learner's own pages of the training. Each part adds its `urlpatterns` to the list."""

from django.urls import URLPattern, path

from cohorts.my import check_in
"""A learner's own pages of the training. Each part adds its `urlpatterns` to the list."""

from django.urls import URLPattern

from cohorts.my import urls_absences

app_name = "my"

urlpatterns: list[URLPattern] = [
    path("check-in/", check_in.page, name="check_in"),
    *urls_absences.urlpatterns,
]
from cohorts.my import urls_d

app_name = "my"

urlpatterns = [*urls_d.urlpatterns]
from cohorts.my import urls_progress

app_name = "my"

urlpatterns = [*urls_progress.urlpatterns]
