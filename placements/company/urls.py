from django.urls import path

from placements.company import proposals, views

app_name = "company"

urlpatterns = [
    path("", views.home, name="home"),
    path("colleagues/", views.colleagues, name="colleagues"),
    path("positions/", views.positions, name="positions"),
    path("positions/new/", views.new_position, name="new_position"),
    path("positions/<int:key>/", views.position, name="position"),
    path("positions/<int:key>/edit/", views.edit_position, name="edit_position"),
    path("positions/<int:key>/close/", views.close_position, name="close_position"),
    path("positions/<int:key>/reopen/", views.reopen_position, name="reopen_position"),
    path("proposals/<int:key>/", proposals.proposal, name="proposal"),
    path("proposals/<int:key>/cv/", proposals.cv, name="cv"),
    path("proposals/<int:key>/cv/paper/", proposals.cv_paper, name="cv_paper"),
    path("proposals/<int:key>/accept/", proposals.accept_proposal, name="accept_proposal"),
    path("proposals/<int:key>/decline/", proposals.decline_proposal, name="decline_proposal"),
    path("proposals/<int:key>/moments/", proposals.offer_moments, name="offer_moments"),
    path("talks/<int:key>/cancel/", proposals.cancel_talk, name="cancel_talk"),
    path("talks/<int:key>/calendar.ics", proposals.talk_calendar, name="talk_calendar"),
    path("internships/<int:key>/", views.internship, name="internship"),
]
