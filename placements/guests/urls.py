from django.urls import path

from placements.guests import signing

app_name = "guests"

urlpatterns = [
    path("sign/<str:token>/", signing.sign, name="sign"),
    path("sign/<str:token>/read/", signing.read, name="sign_read"),
    path("sign/<str:token>/paper/", signing.scan, name="sign_scan"),
    path("sign/<str:token>/file/<slug:which>/", signing.file, name="sign_file"),
]
