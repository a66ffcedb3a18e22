from django.urls import path

from placements.my import views

app_name = "my"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("follow-up/<int:key>/", views.follow_up, name="follow_up"),
]
