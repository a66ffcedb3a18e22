from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "becode.pages"
    label = "pages"
