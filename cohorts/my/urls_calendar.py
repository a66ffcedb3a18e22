from django.urls import path

from cohorts.my import calendar

urlpatterns = [
    path("calendar/", calendar.page, name="calendar"),
    path("calendar/new-link/", calendar.new_link, name="new_calendar_link"),
]
