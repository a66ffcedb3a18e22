from django.utils.functional import Promise

LABELS: dict[str, Promise] = {}
