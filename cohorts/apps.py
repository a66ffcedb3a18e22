from importlib import import_module

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.notification import declare
        from cohorts import labels_calendar
        from cohorts.labels import LABELS
        from cohorts.notifications import CohortStarts
        from cohorts.notifications_calendar import DatesChanged

        labels.declare(LABELS)
        labels.declare(labels_calendar.LABELS)
        import_module("cohorts.visibility")
        declare(CohortStarts, DatesChanged)
