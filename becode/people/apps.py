from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "becode.people"
    label = "people"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from becode.audit import labels
        from becode.people.labels import LABELS

        labels.declare(LABELS)
        autodiscover_modules("visibility", "merging")
