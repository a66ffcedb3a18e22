from django.urls import path

from placements.my import after, jobs, views

app_name = "my"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("follow-up/<int:key>/", after.follow_up, name="follow_up"),
    path("exit/<int:key>/", after.exit_form, name="exit_form"),
    path("jobs/new/", jobs.new_job, name="new_job"),
    path("jobs/<int:key>/", jobs.job, name="job"),
]
