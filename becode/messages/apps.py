from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "becode.messages"
    # Django's own application has the label "messages".
    label = "messaging"
