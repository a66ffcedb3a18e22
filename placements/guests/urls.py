from django.urls import URLPattern, path

from placements.guests import after, interns, proof, signing

app_name = "guests"

urlpatterns: list[URLPattern] = [
    path("after/<str:token>/", after.after, name="after"),
    path("proof/<str:token>/", proof.proof, name="proof"),
    path("evaluate/<str:token>/", interns.evaluate_intern, name="evaluate"),
    path("hours/<str:token>/", interns.month, name="month"),
    path("hours/<str:token>/absent/", interns.absence, name="intern_absence"),
    path("hours/<str:token>/<str:month>/", interns.one_month, name="one_month"),
    path("workstation/<str:token>/", interns.workstation, name="workstation"),
    path("workstation/<str:token>/sign/", interns.sign_workstation, name="sign_workstation"),
    path("sign/<str:token>/", signing.sign, name="sign"),
    path("sign/<str:token>/read/", signing.read, name="sign_read"),
    path("sign/<str:token>/paper/", signing.scan, name="sign_scan"),
    path("sign/<str:token>/file/<slug:which>/", signing.file, name="sign_file"),
]
