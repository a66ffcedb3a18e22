from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "becode.audit"
    label = "audit"
