from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "becode.reminders"
    label = "reminders"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.reminders.labels import LABELS
        from becode.reminders.registry import autodiscover

        labels.declare(LABELS)
        autodiscover()
