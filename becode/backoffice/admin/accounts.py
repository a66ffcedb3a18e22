from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from becode.accounts import workflow
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice import colleagues
from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbForm, VerbsMixin
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PhoneField
from becode.formats.letters import PaperNameField, refuse_unprintable


def roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose at least one."),
    )


def campuses_field() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=_("Campuses"),
        queryset=Campus.objects.order_by("name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all campuses."),
    )


def free_address(email: str, *, besides: int | None = None) -> str:
    """The address as accounts have it. Raises ValidationError when another account has it."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exclude(pk=besides).exists():
        raise forms.ValidationError(workflow.EMAIL_TAKEN)
    return email


class InvitationForm(forms.ModelForm):
    """A new colleague; the message goes out when it is saved."""

    roles = roles_field()
    campuses = campuses_field()

    class Meta:
        model = User
        fields = ("name", "email", "language", "roles", "campuses")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(refuse_unprintable)
        dress(self)

    def clean_email(self) -> str:
        return free_address(self.cleaned_data["email"])


class RolesForm(VerbForm):
    roles = roles_field()
    campuses = campuses_field()

    def __init__(self, *args: Any, obj: Any, user: User, **kwargs: Any) -> None:
        initial = {"roles": obj.roles, "campuses": obj.campuses.order_by("name", "pk")}
        super().__init__(*args, obj=obj, user=user, initial=initial, **kwargs)


class DetailsForm(VerbForm):
    name = PaperNameField(label=_("Name"), longest=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("A new address ends all sessions of this account."),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
    )

    def __init__(self, *args: Any, obj: Any, user: User, **kwargs: Any) -> None:
        initial = {name: getattr(obj, name) for name in ("name", "email", "phone", "language")}
        super().__init__(*args, obj=obj, user=user, initial=initial, **kwargs)

    def clean_email(self) -> str:
        return free_address(self.cleaned_data["email"], besides=self.obj.pk)


class KindFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("staff", _("Colleagues")),
            ("company", _("Companies")),
            *((str(role.value), role.label) for role in Role),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "staff":
            return queryset.exclude(roles=[])
        if self.value() == "company":
            return queryset.filter(roles=[])
        return queryset.filter(roles__contains=[self.value()]) if self.value() else queryset


def is_administrator(user: User, obj: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


def role_names(user: User) -> str:
    return ", ".join(str(Role(role).label) for role in user.roles)


@admin.register(User, site=staff_site)
class UserAdmin(VerbsMixin, StaffAdmin):
    """Everybody who can sign in. Companies invite their own contacts from their page."""

    view_roles = (Role.ADMINISTRATOR,)
    add_roles = (Role.ADMINISTRATOR,)
    form = InvitationForm
    list_display = ("name", "email", "work", "campus_names", "last_seen", "is_active")
    list_filter = (KindFilter, "is_active")
    search_fields = ("name", "email")
    ordering = ("name", "pk")
    fieldsets = ((None, {"fields": ("name", "email", "language", "roles", "campuses")}),)

    verbs: ClassVar[list[Verb]] = [
        Verb(
            "details",
            label=_("Correct details"),
            icon="edit",
            allowed=is_administrator,
            form=DetailsForm,
            run=lambda obj, data, actor, at: workflow.change_details(
                obj, actor=actor, at=at, **data
            ),
            done=_("The details are corrected."),
        ),
        Verb(
            "roles",
            label=_("Roles and campuses"),
            icon="badge",
            allowed=is_administrator,
            possible=lambda obj: obj.is_active and bool(obj.roles),
            form=RolesForm,
            run=lambda obj, data, actor, at: workflow.change_roles(obj, actor=actor, at=at, **data),
            done=_("Roles and campuses are changed."),
        ),
        Verb(
            "invite",
            label=_("Send the invitation again"),
            icon="mail",
            allowed=is_administrator,
            possible=colleagues.can_be_invited_again,
            run=lambda obj, data, actor, at: colleagues.invite_again(obj, actor=actor, at=at),
            done=_("The invitation is sent again."),
        ),
        Verb(
            "deactivate",
            label=_("Close the account"),
            icon="block",
            allowed=is_administrator,
            possible=lambda obj: obj.is_active,
            explain=_("This person is signed out everywhere at once and cannot sign in again."),
            run=lambda obj, data, actor, at: workflow.deactivate(obj, actor=actor, at=at),
            done=_("The account is closed."),
            danger=True,
        ),
        Verb(
            "reactivate",
            label=_("Open the account again"),
            icon="lock_open",
            allowed=is_administrator,
            possible=lambda obj: not obj.is_active,
            run=lambda obj, data, actor, at: workflow.reactivate(obj, actor=actor, at=at),
            done=_("The account is open again."),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("campuses")

    @admin.display(description=_("Roles"))
    def work(self, obj: User) -> str:
        return role_names(obj) or str(_("Company"))

    @admin.display(description=_("Campuses"))
    def campus_names(self, obj: User) -> str:
        names = sorted(campus.name for campus in obj.campuses.all())
        return ", ".join(names) or str(_("All"))

    @admin.display(description=_("Last signed in"), ordering="last_login")
    def last_seen(self, obj: User) -> str:
        if obj.last_login is None:
            return str(_("Never"))
        return date_format(localtime(obj.last_login), "SHORT_DATETIME_FORMAT")

    def facts(self, request: HttpRequest, obj: User) -> list[tuple[Any, Any]]:
        return [
            (_("E-mail address"), obj.email),
            (_("Phone"), obj.phone),
            (_("Language"), obj.get_language_display()),
            (_("Roles"), role_names(obj)),
            (_("Campuses"), self.campus_names(obj) if obj.roles else ""),
            (_("Last signed in"), self.last_seen(obj)),
        ]

    def state_tag(self, obj: User) -> Tag:
        return Tag(_("Active"), "good") if obj.is_active else Tag(_("Closed"), "bad")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Adding is inviting; accounts that exist change by their verbs."""
        data = form.cleaned_data
        invited = colleagues.invite_colleague(
            email=data["email"],
            name=data["name"],
            language=data["language"],
            roles=data["roles"],
            campuses=data["campuses"],
            actor=Actor.user(request.user),
            at=clock.now(),
        )
        obj.pk = invited.pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The invitation has set the campuses already."""
