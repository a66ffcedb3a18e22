from importlib import import_module

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.notification import declare
        from cohorts.labels import LABELS
        from cohorts.labels_d import LABELS as LABELS_D
        from cohorts.notifications import CohortStarts
        from cohorts.notifications_d import ALL as NOTIFICATIONS_D

        labels.declare(LABELS)
        labels.declare(LABELS_D)
        declare(*NOTIFICATIONS_D)
        import_module("cohorts.visibility")
        for part in ("cards_d", "reminders_d", "timeline_d", "today_d"):
            import_module(f"cohorts.{part}")
        declare(CohortStarts)
