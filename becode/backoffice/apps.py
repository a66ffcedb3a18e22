from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "becode.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        # Each app registers its lists with the staff site, and its parts of Today and people.
        autodiscover_modules("admin", "staff_pages", "today", "timeline", "person_page")
