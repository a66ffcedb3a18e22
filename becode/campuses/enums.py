from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    BRUSSELS = "brussels", _("Brussels")
    FLANDERS = "flanders", _("Flanders")
    WALLONIA = "wallonia", _("Wallonia")
