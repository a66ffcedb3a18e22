from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "becode.demo"
    label = "demo"
