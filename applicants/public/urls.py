from django.urls import path

from applicants.public import views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("privacy/", views.privacy, name="privacy"),
    path("apply/", views.step, name="apply"),
    path("apply/check/", views.check, name="check"),
    path("apply/interest/", views.interest, name="interest"),
    path("apply/thanks/", views.thanks, name="thanks"),
    path("apply/restart/", views.restart, name="restart"),
    path("apply/<slug:slug>/", views.step, name="step"),
]
