from django.urls import path

from becode.portal import preferences

app_name = "preferences"

urlpatterns = [path("messages/<str:token>/", preferences.by_link, name="by_link")]
