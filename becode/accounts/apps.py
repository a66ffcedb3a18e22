from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "becode.accounts"
    label = "accounts"

    def ready(self) -> None:
        from becode.accounts.labels import LABELS
        from becode.audit import labels

        labels.declare(LABELS)
