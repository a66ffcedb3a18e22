from django.urls import path

from applicants.referrers import views

app_name = "referrers"

urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("yes/<str:token>/", views.answer, name="answer"),
    path("<int:key>/", views.referral, name="referral"),
    path("<int:key>/ask-again/", views.ask_again, name="ask_again"),
]
