from django.urls import path

from cohorts.my import certificate, file, requirements, start

urlpatterns = [
    path("file/", file.file, name="file"),
    path("file/<int:pk>/", file.item, name="file_item"),
    path("file/<int:pk>/sent/", file.sent, name="file_item_sent"),
    path("start/", start.start, name="start"),
    path("why/", start.why, name="why"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("certificate/", certificate.certificate, name="certificate"),
]
