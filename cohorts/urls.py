from django.urls import include, path

app_name = "cohorts"

urlpatterns = [
    path("my/training/", include("cohorts.my.urls")),
]
