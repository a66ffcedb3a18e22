from django.urls import URLPattern, path

from placements.guests import after, proof

app_name = "guests"

urlpatterns: list[URLPattern] = [
    path("after/<str:token>/", after.after, name="after"),
    path("proof/<str:token>/", proof.proof, name="proof"),
]
