from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "becode.reports"
    label = "reports"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.reports.labels import LABELS

        labels.declare(LABELS)
