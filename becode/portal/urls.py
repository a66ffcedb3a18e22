from django.urls import include, path

from becode.portal import preferences, views

app_name = "portal"

my = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("code/", views.code, name="code"),
    path("link/<str:token>/", views.link, name="link"),
    path("stay/", views.stay_signed_in, name="stay"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("details/", views.details, name="details"),
    path("messages/", preferences.own, name="preferences"),
]

urlpatterns = [path("", include((my, "my")))]
