from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "becode.reminders"
    label = "reminders"

    def ready(self) -> None:
        from becode.reminders.registry import autodiscover

        autodiscover()
