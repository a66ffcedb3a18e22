"""Pages in languages that the site itself does not speak: no prefix, the language in the path."""

from django.urls import path

from applicants.public import information

app_name = "information"

urlpatterns = [
    path("<slug:code>/", information.home, name="home"),
    path("<slug:code>/for-whom/", information.for_whom, name="for_whom"),
    path("<slug:code>/how-it-goes/", information.how_it_goes, name="how_it_goes"),
]
