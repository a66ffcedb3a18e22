from django.urls import include, path

from cohorts.feeds import views as feeds
from cohorts.public.certificates import certificate

app_name = "cohorts"

urlpatterns = [
    path("calendar/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("certificates/<str:code>/", certificate, name="certificate"),
    path("my/training/", include("cohorts.my.urls")),
]
