from django.urls import path

from placements.company import agreements, intern_work, views

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
    path("proposals/<int:key>/", views.proposal, name="proposal"),
    path("proposals/<int:key>/accept/", views.accept_proposal, name="accept_proposal"),
    path("proposals/<int:key>/decline/", views.decline_proposal, name="decline_proposal"),
    path("internships/<int:key>/", views.internship, name="internship"),
    path("internships/<int:key>/workstation/", intern_work.workstation, name="workstation"),
    path(
        "internships/<int:key>/workstation/sign/",
        intern_work.sign_workstation,
        name="sign_workstation",
    ),
    path(
        "internships/<int:key>/workstation/sheet/",
        intern_work.workstation_sheet,
        name="workstation_sheet",
    ),
    path("internships/<int:key>/hours/<str:month>/", intern_work.month, name="intern_month"),
    path("internships/<int:key>/absent/", intern_work.absence, name="intern_absence"),
    path("evaluations/<int:key>/", intern_work.evaluation, name="intern_evaluation"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<int:key>/", agreements.agreement, name="agreement"),
    path("agreements/<int:key>/paper/", agreements.scan, name="agreement_scan"),
    path("agreements/<int:key>/file/<slug:which>/", agreements.file, name="agreement_file"),
]
