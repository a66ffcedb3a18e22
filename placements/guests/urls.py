from django.urls import path

from placements.guests import invitations, renewals

app_name = "guests"

urlpatterns = [
    path("invite/<str:token>/", invitations.invite, name="invite"),
    path("invite/<str:token>/again/", invitations.again, name="invite_again"),
    path("renew/<str:token>/", renewals.renew, name="renew"),
]
