from importlib import import_module

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"

    def ready(self) -> None:
        from becode.audit import labels
        from becode.messages.enums import Topic
        from becode.messages.notification import declare
        from becode.messages.preferring import on_topic
        from placements.labels import LABELS
        from placements.notifications import ALL
        from placements.workflow.follow_up_plan import follow_wish

        labels.declare(LABELS)
        declare(*ALL)
        on_topic(Topic.AFTERWARDS, follow_wish)
        import_module("placements.shifting")
        import_module("placements.milestones")
        import_module("placements.roster")
        import_module("placements.calendar")
        import_module("placements.staying")
        import_module("placements.leaving")
        import_module("placements.requirements")
        import_module("placements.company.waits")
        import_module("placements.company.blocks")
