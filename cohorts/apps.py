from importlib import import_module

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.notification import declare
        from cohorts.labels import LABELS
        from cohorts.labels_progress import PROGRESS_LABELS
        from cohorts.notifications import CohortStarts
        from cohorts.notifications_progress import (
            CohortMessage,
            EvaluationDueCoach,
            EvaluationDueLearner,
        )

        labels.declare(LABELS)
        labels.declare(PROGRESS_LABELS)
        import_module("cohorts.visibility")
        for part in ("cards", "reminders", "tasks", "timeline", "today"):
            import_module(f"cohorts.{part}_progress")
        declare(CohortStarts, CohortMessage, EvaluationDueCoach, EvaluationDueLearner)
