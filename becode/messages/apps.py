from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "becode.messages"
    # Django's own application has the label "messages".
    label = "messaging"

    def ready(self) -> None:
        from becode.accounts import mail
        from becode.audit import labels
        from becode.messages import notification
        from becode.messages.account_mail import send_account_mail
        from becode.messages.bounces import points_changed
        from becode.messages.events import listen
        from becode.messages.labels import LABELS
        from becode.messages.notifications import NOTIFICATIONS
        from becode.people import point_changes

        labels.declare(LABELS)
        notification.declare(*NOTIFICATIONS)
        mail.register(send_account_mail)
        point_changes.on_points_changed(points_changed)
        listen()
