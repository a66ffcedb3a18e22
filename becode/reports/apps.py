from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "becode.reports"
    label = "reports"
