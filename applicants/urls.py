from django.urls import include, path

app_name = "applicants"

urlpatterns = [
    path("", include("applicants.public.urls")),
    path("my/", include("applicants.my.urls")),
    path("referrals/", include("applicants.referrers.urls")),
]
