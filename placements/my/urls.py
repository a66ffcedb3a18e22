from django.urls import path

from placements.my import after, agreements, internship, jobs, views

app_name = "my"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("internship/<int:key>/", internship.internship, name="internship"),
    path("internship/<int:key>/absent/", internship.absence, name="intern_absence"),
    path("internship/evaluations/<int:key>/", internship.evaluation, name="intern_evaluation"),
    path("agreements/<int:key>/", agreements.agreement, name="agreement"),
    path("agreements/<int:key>/file/<slug:which>/", agreements.file, name="agreement_file"),
    path("follow-up/<int:key>/", after.follow_up, name="follow_up"),
    path("exit/<int:key>/", after.exit_form, name="exit_form"),
    path("jobs/new/", jobs.new_job, name="new_job"),
    path("jobs/<int:key>/", jobs.job, name="job"),
]
