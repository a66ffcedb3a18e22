"""The addresses of django-anymail's views, for `hooks.mail_event` alone: they are not served."""

from django.urls import include, path

urlpatterns = [path("", include("anymail.urls"))]
