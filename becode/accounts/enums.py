from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a staff member does in the school; somebody may have several roles."""

    ADMISSIONS = "admissions", _("Admissions")
    COACH = "coach", _("Coach")
    PLACEMENT = "placement", _("Placement officer")
    CAMPUS_MANAGER = "campus_manager", _("Campus manager")
    REPORTING = "reporting", _("Reporting")
    DATA_PROTECTION = "data_protection", _("Data protection")
    ADMINISTRATOR = "administrator", _("Administrator")
