from importlib import import_module

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.notification import declare
        from cohorts.labels import LABELS
        from cohorts.notifications import ALL

        labels.declare(LABELS)
        import_module("cohorts.visibility")
        import_module("cohorts.milestones")
        declare(*ALL)
