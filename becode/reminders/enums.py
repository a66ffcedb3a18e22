from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """By which channel a rule writes to people."""

    OWN = "own", _("As each person wishes")
    EMAIL = "email", _("E-mail where there is one")
    SMS = "sms", _("SMS where there is a number")
