from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "becode.files"
    label = "files"
