from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "becode.pages"
    label = "pages"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.pages.labels import LABELS

        labels.declare(LABELS)
