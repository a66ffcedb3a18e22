from django.urls import path

from placements.my import agreements, internship, views

app_name = "my"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("internship/<int:key>/", internship.internship, name="internship"),
    path("internship/<int:key>/absent/", internship.absence, name="intern_absence"),
    path("internship/evaluations/<int:key>/", internship.evaluation, name="intern_evaluation"),
    path("follow-up/<int:key>/", views.follow_up, name="follow_up"),
    path("agreements/<int:key>/", agreements.agreement, name="agreement"),
    path("agreements/<int:key>/file/<slug:which>/", agreements.file, name="agreement_file"),
]
