from django.urls import include, path

app_name = "placements"

urlpatterns = [
    path("partners/", include("placements.company.urls")),
    path("link/", include("placements.guests.urls")),
    path("my/", include("placements.my.urls")),
]
