from django.apps import AppConfig


class CampusesConfig(AppConfig):
    name = "becode.campuses"
    label = "campuses"
