from django.utils.translation import gettext_lazy as _

LABELS = {"outcomes.frozen": _("Outcomes frozen")}
