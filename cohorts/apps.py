from importlib import import_module

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "cohorts"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.notification import declare
        from cohorts import labels_calendar
        from cohorts import labels_check_in, notifications_check_in
        from cohorts import labels_absences, notifications_absences
        from cohorts.labels import LABELS
        from cohorts.labels_d import LABELS as LABELS_D
        from cohorts.notifications import CohortStarts
        from cohorts.notifications_calendar import DatesChanged

        labels.declare(LABELS)
        labels.declare(labels_calendar.LABELS)
        import_module("cohorts.visibility")
        declare(CohortStarts, DatesChanged)
        labels.declare(labels_check_in.LABELS)
        import_module("cohorts.cards_check_in")
        import_module("cohorts.today_check_in")
        import_module("cohorts.invariants_check_in")
        import_module("cohorts.visibility")
        declare(CohortStarts, *notifications_check_in.ALL)
        labels.declare(labels_absences.LABELS)
        for name in (
            "today_absences",
            "cards_absences",
            "invariants_absences",
            "reminders_absences",
        ):
            import_module(f"cohorts.{name}")
        from cohorts.notifications_d import ALL as NOTIFICATIONS_D

        labels.declare(LABELS)
        labels.declare(LABELS_D)
        declare(*NOTIFICATIONS_D)
        import_module("cohorts.visibility")
        for part in ("cards_d", "reminders_d", "timeline_d", "today_d"):
            import_module(f"cohorts.{part}")
        declare(CohortStarts)
        declare(*notifications_absences.ALL)
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
