from django.urls import path

from applicants.my import appointments, documents, views

app_name = "my"

urlpatterns = [
    path("offer/", views.latest_offer, name="offer"),
    path("offer/<int:pk>/", views.offer, name="offer"),
    path("offer/<int:pk>/accept/", views.accept, name="accept"),
    path("offer/<int:pk>/decline/", views.decline, name="decline"),
    path("application/<int:pk>/withdraw/", views.withdraw_application, name="withdraw"),
    path("appointments/<int:pk>/", appointments.appointments, name="appointments"),
    path("appointments/<int:pk>/cancel/", appointments.cancel, name="cancel_appointment"),
    path("appointments/<int:pk>/earlier/", appointments.earlier, name="earlier"),
    path("appointments/<int:pk>/calendar.ics", appointments.calendar, name="calendar"),
    path("challenge/<int:pk>/", appointments.challenge, name="challenge"),
    path("application/<int:pk>/confirm/", documents.confirm, name="confirm"),
    path("application/<int:pk>/not-mine/", documents.disown, name="disown"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/file/", documents.document_file, name="document_file"),
]
