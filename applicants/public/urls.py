from django.urls import path

from applicants.public import aside, information, still_waiting, tracks, views

app_name = "public"

urlpatterns = [
    path("", information.home, name="home"),
    path("for-whom/", information.for_whom, name="for_whom"),
    path("how-it-goes/", information.how_it_goes, name="how_it_goes"),
    path("questions/", information.questions, name="questions"),
    path("privacy/", information.privacy, name="privacy"),
    path("tracks/<slug:slug>/", tracks.track_page, name="track"),
    path("waiting/<str:token>/", still_waiting.waiting, name="waiting"),
    path("apply/", views.step, name="apply"),
    path("apply/check/", views.check, name="check"),
    path("apply/interest/", views.interest, name="interest"),
    path("apply/thanks/", views.thanks, name="thanks"),
    path("apply/restart/", views.restart, name="restart"),
    path("apply/save/", aside.save, name="save"),
    path("apply/saved/", aside.saved, name="saved"),
    path("apply/resume/<str:token>/", aside.resume, name="resume"),
    path("apply/help/", aside.call_me, name="help"),
    path("apply/help/asked/", aside.help_asked, name="help_asked"),
    path("apply/<slug:slug>/", views.step, name="step"),
]
