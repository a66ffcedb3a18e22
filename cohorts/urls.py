from django.urls import include, path

from cohorts.public.certificates import certificate

app_name = "cohorts"

urlpatterns = [
    path("certificates/<str:code>/", certificate, name="certificate"),
    path("my/training/", include("cohorts.my.urls")),
]
