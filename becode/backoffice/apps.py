from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "becode.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from becode.backoffice.digest import Digest
        from becode.backoffice.notifications import ColleagueInvitation
        from becode.messages.notification import declare

        declare(ColleagueInvitation, Digest)
        # Each app registers its lists with the staff site, and its parts of Today and people.
        autodiscover_modules("admin", "staff_pages", "today", "timeline", "person_page")
