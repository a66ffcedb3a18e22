from importlib import import_module

from django.apps import AppConfig


class ApplicantsConfig(AppConfig):
    name = "applicants"

    def ready(self) -> None:
        from applicants import notifications
        from applicants.labels import LABELS
        from becode.audit import labels
        from becode.messages.notification import declare

        labels.declare(LABELS)
        import_module("applicants.visibility")
        import_module("applicants.referrers.landing")
        import_module("applicants.shifting")
        import_module("applicants.workflow.never_came")
        import_module("applicants.workflow.surplus")
        declare(*notifications.ALL)
