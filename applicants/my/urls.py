from django.urls import path

from applicants.my import views

app_name = "my"

urlpatterns = [
    path("offer/", views.latest_offer, name="offer"),
    path("offer/<int:pk>/", views.offer, name="offer"),
    path("offer/<int:pk>/accept/", views.accept, name="accept"),
    path("offer/<int:pk>/decline/", views.decline, name="decline"),
    path("application/<int:pk>/withdraw/", views.withdraw_application, name="withdraw"),
]
