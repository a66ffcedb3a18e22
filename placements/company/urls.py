from django.urls import path

from placements.company import account, colleagues, hires, home, interns, positions, views

app_name = "company"

urlpatterns = [
    path("", home.home, name="home"),
    path("me/", account.details, name="details"),
    path("me/leave/", account.leave, name="leave"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/invite/", colleagues.invite, name="invite"),
    path("colleagues/<int:key>/", colleagues.rights, name="rights"),
    path("colleagues/<int:key>/again/", colleagues.invite_again, name="invite_again"),
    path("colleagues/<int:key>/end/", colleagues.end_access, name="end_access"),
    path("positions/", positions.positions, name="positions"),
    path("positions/new/", positions.new_position, name="new_position"),
    path("positions/new-job/", positions.new_vacancy, name="new_vacancy"),
    path("positions/<int:key>/", positions.position, name="position"),
    path("positions/<int:key>/edit/", positions.edit_position, name="edit_position"),
    path("positions/<int:key>/copy/", positions.copy_position, name="copy_position"),
    path("positions/<int:key>/close/", positions.close_position, name="close_position"),
    path("positions/<int:key>/reopen/", positions.reopen_position, name="reopen_position"),
    path("positions/<int:key>/renew/", positions.renew_position, name="renew_position"),
    path("proposals/<int:key>/", views.proposal, name="proposal"),
    path("proposals/<int:key>/accept/", views.accept_proposal, name="accept_proposal"),
    path("proposals/<int:key>/decline/", views.decline_proposal, name="decline_proposal"),
    path("internships/", interns.interns, name="interns"),
    path("internships/<int:key>/", interns.internship, name="internship"),
    path("internships/<int:key>/will-you-hire/", hires.will_hire, name="will_hire"),
    path("hires/", hires.hire, name="hire"),
]
