from django.urls import include, path

from cohorts.feeds import views as feeds
from cohorts.public.certificates import certificate

app_name = "cohorts"

urlpatterns = [
    path("calendar/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("my/training/", include("cohorts.my.urls")),
]
app_name = "cohorts"

urlpatterns = [path("my/training/", include("cohorts.my.urls"))]
    path("certificates/<str:code>/", certificate, name="certificate"),
app_name = "cohorts"

urlpatterns = [
    path("my/training/", include("cohorts.my.urls")),
]
