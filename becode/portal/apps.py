from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "becode.portal"
    label = "portal"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from becode.audit import labels
        from becode.messages.notification import declare
        from becode.portal.labels import LABELS
        from becode.portal.notifications import SignInLink

        labels.declare(LABELS)
        declare(SignInLink)
        autodiscover_modules("cards")
