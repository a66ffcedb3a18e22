from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "becode.messages"
    # Django's own application has the label "messages".
    label = "messaging"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.labels import LABELS

        labels.declare(LABELS)
