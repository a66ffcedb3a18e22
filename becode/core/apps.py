from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "becode.core"
    label = "core"

    def ready(self) -> None:
        # Tasks are declared with shared_task; they bind to the application named here.
        import becode.celery  # noqa: F401
        from becode.core import first_day

        first_day.teach()
