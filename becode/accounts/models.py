"""Accounts of staff, company contacts and referrers. Learners need none: see docs/decisions."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.querysets import UserManager
from becode.campuses.models import Campus


class User(AbstractBaseUser):
    """Somebody who signs in; the e-mail address is the name. No roles: no staff member."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))],
        default="nl",
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices),
        default=list,
        blank=True,
        verbose_name=_("roles"),
    )
    campuses = models.ManyToManyField(
        Campus,
        blank=True,
        verbose_name=_("campuses"),
        help_text=_("None chosen: all campuses."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("There is an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: object, **kwargs: object) -> None:
        """Addresses are one name whatever their capitals."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def has_usable_password(self) -> bool:
        """Never: sign-in has no passwords. A trial's demo passwords have a backend of their own."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to count: counting `sessions_ended` up ends them all."""
        return salted_hmac(
            "becode.accounts.session",
            f"{self.password}:{self.sessions_ended}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the staff site is this person's place of work."""
        return self.is_active and bool(self.roles)

    @property
    def is_superuser(self) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    def has_role(self, *roles: Role) -> bool:
        """Whether the account is active and has one of the roles."""
        return self.is_active and bool(set(self.roles).intersection(str(role) for role in roles))

    def campus_keys(self) -> frozenset[int] | None:
        """The campuses this account sees; None means all. Read once per instance."""
        if not hasattr(self, "_campus_keys"):
            found = getattr(self, "read_campus_keys", None)
            if found is None:
                found = self.campuses.order_by("pk").values_list("pk", flat=True)
            self._campus_keys = frozenset(found) or None
        return self._campus_keys

    def sees_campus(self, campus_pk: int | None) -> bool:
        keys = self.campus_keys()
        return keys is None or campus_pk in keys

    # The admin asks these; what a role may do is decided by each app's permissions.py.
    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    def has_perms(self, perm_list: Iterable[str], obj: object | None = None) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
