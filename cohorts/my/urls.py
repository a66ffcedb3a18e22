"""A learner's own pages of the training."""

from django.urls import URLPattern, path

from cohorts.my import (
    absences,
    calendar,
    certificate,
    check_in,
    evaluations,
    file,
    requirements,
    start,
    training,
)

app_name = "my"

urlpatterns: list[URLPattern] = [
    path("", training.training, name="training"),
    path("check-in/", check_in.page, name="check_in"),
    path("calendar/", calendar.page, name="calendar"),
    path("calendar/new-link/", calendar.new_link, name="new_calendar_link"),
    path("absences/", absences.overview, name="absences"),
    path("absences/new/", absences.new, name="new_absence"),
    path("absences/<int:pk>/", absences.absence, name="absence"),
    path("absences/<int:pk>/take-back/", absences.take_back, name="take_back_absence"),
    path("absences/proofs/<int:pk>/", absences.proof, name="absence_proof"),
    path("absences/months/<int:pk>/", absences.month, name="attestation"),
    path("progress/", training.progress, name="progress"),
    path("evaluations/", evaluations.listing, name="evaluations"),
    path("evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
    path("file/", file.file, name="file"),
    path("file/<int:pk>/", file.item, name="file_item"),
    path("file/<int:pk>/sent/", file.sent, name="file_item_sent"),
    path("start/", start.start, name="start"),
    path("why/", start.why, name="why"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("certificate/", certificate.certificate, name="certificate"),
]
