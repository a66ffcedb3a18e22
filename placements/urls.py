from django.urls import include, path

app_name = "placements"

urlpatterns = [
    path("partners/", include("placements.company.urls")),
    path("my/", include("placements.my.urls")),
]
