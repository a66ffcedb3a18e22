from django.urls import path

from placements.my import agreements, views

app_name = "my"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("follow-up/<int:key>/", views.follow_up, name="follow_up"),
    path("agreements/<int:key>/", agreements.agreement, name="agreement"),
    path("agreements/<int:key>/file/<slug:which>/", agreements.file, name="agreement_file"),
]
