from django.urls import path

from applicants.my import appointments, documents, views, waiting

app_name = "my"

urlpatterns = [
    path("offer/", views.latest_offer, name="offer"),
    path("offer/<int:pk>/", views.offer, name="offer"),
    path("offer/<int:pk>/accept/", views.accept, name="accept"),
    path("offer/<int:pk>/decline/", views.decline, name="decline"),
    path("offer/<int:pk>/more-time/", views.more_time, name="more_time"),
    path("application/<int:pk>/withdraw/", views.withdraw_application, name="withdraw"),
    path("waiting/", waiting.latest, name="waiting"),
    path("waiting/<int:pk>/", waiting.page, name="waiting"),
    path("waiting/<int:pk>/order/", waiting.order, name="order_campuses"),
    path("waiting/<int:pk>/pause/", waiting.pause, name="pause"),
    path("waiting/<int:pk>/resume/", waiting.resume, name="resume"),
    path("waiting/<int:pk>/leave/", waiting.leave_all, name="leave_all"),
    path("waiting/place/<int:pk>/leave/", waiting.leave, name="leave_list"),
    path("waiting/place/<int:pk>/back/", waiting.take_back, name="take_back"),
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
