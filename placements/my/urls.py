from django.urls import path

from placements.my import after, agreements, internship, jobs, positions, profile, proposals

app_name = "my"

urlpatterns = [
    path("internship/<int:key>/", internship.internship, name="internship"),
    path("internship/<int:key>/absent/", internship.absence, name="intern_absence"),
    path("internship/evaluations/<int:key>/", internship.evaluation, name="intern_evaluation"),
    path("agreements/<int:key>/", agreements.agreement, name="agreement"),
    path("agreements/<int:key>/file/<slug:which>/", agreements.file, name="agreement_file"),
    path("follow-up/<int:key>/", after.follow_up, name="follow_up"),
    path("exit/<int:key>/", after.exit_form, name="exit_form"),
    path("jobs/new/", jobs.new_job, name="new_job"),
    path("jobs/<int:key>/", jobs.job, name="job"),
    path("profile/", profile.profile, name="profile"),
    path("profile/edit/", profile.edit_profile, name="edit_profile"),
    path("cv/", profile.cv, name="cv"),
    path("cv/paper/", profile.cv_paper, name="cv_paper"),
    path("positions/", positions.positions, name="positions"),
    path("positions/<int:key>/not/", positions.put_aside, name="put_aside"),
    path("proposals/<int:key>/", proposals.proposal, name="proposal"),
    path("talks/<int:key>/cancel/", proposals.cancel_talk, name="cancel_talk"),
    path("talks/<int:key>/calendar.ics", proposals.talk_calendar, name="talk_calendar"),
]
