from django.urls import path

from placements.my import positions, profile, proposals, views

app_name = "my"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/edit/", profile.edit_profile, name="edit_profile"),
    path("cv/", profile.cv, name="cv"),
    path("cv/paper/", profile.cv_paper, name="cv_paper"),
    path("positions/", positions.positions, name="positions"),
    path("positions/<int:key>/not/", positions.put_aside, name="put_aside"),
    path("proposals/<int:key>/", proposals.proposal, name="proposal"),
    path("talks/<int:key>/cancel/", proposals.cancel_talk, name="cancel_talk"),
    path("talks/<int:key>/calendar.ics", proposals.talk_calendar, name="talk_calendar"),
    path("follow-up/<int:key>/", views.follow_up, name="follow_up"),
]
