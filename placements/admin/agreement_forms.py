"""Forms of the staff pages about agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core.forms import CHOOSE, PlainTextField
from becode.formats.letters import PaperTextField
from placements.agreement_forms import ScanForm
from placements.enums import ContactRole
from placements.forms import DayField
from placements.models import CompanyContact, Internship, InternshipAgreement, Signature
from placements.papers.facts import language_for, may_choose_language
from placements.permissions.roles import CHANGE_ROLES


class ContactsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: CompanyContact) -> str:  # type: ignore[override]
        roles = ", ".join(str(ContactRole(role).label) for role in obj.roles)
        return " · ".join(filter(None, [str(obj.user), obj.job_title, roles]))


class SignaturesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Signature) -> str:  # type: ignore[override]
        return f"{obj.name} · {obj.get_party_display()}"


class SignatoriesForm(forms.Form):
    """Who signs for the company and for the school."""

    contact = ContactsField(
        CompanyContact.objects.none(),
        label=_("Who signs for the company"),
        help_text=_("One or more. The mentor signs only if you tick them here."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
    )
    school = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who signs for the school"),
        empty_label=None,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, internship: Internship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = CompanyContact.objects.of_company(internship.company_id)
        self.fields["contact"].queryset = contacts.filter(is_active=True, user__is_active=True)
        campus_key = internship.enrolment.cohort.campus_id
        colleagues = User.objects.with_role(Role.ADMINISTRATOR, *CHANGE_ROLES).at_campus(campus_key)
        self.fields["school"].queryset = colleagues.order_by("name", "pk")


class MakeForm(SignatoriesForm):
    """In Brussels the learner chooses the language of the agreement."""

    language = forms.ChoiceField(
        label=_("Language of the agreement"),
        help_text=_("The site is in Brussels: the learner chooses."),
        choices=[("nl", _("Dutch")), ("fr", _("French"))],
    )

    def __init__(self, *args: Any, internship: Internship, user: User, **kwargs: Any) -> None:
        contacts = CompanyContact.objects.of_company(internship.company_id).filter(is_active=True)
        chosen = [one.pk for one in contacts if one.has_role(ContactRole.SIGNATORY)]
        initial = {
            "contact": chosen or [one.pk for one in contacts[:1]],
            "school": user.pk,
            "language": language_for(internship),
        }
        super().__init__(*args, internship=internship, initial=initial, **kwargs)
        if not may_choose_language(internship):
            del self.fields["language"]


class ReasonForm(forms.Form):
    reason = PlainTextField(label=_("Why?"), longest=300, lines=2)


class CheckedForm(forms.Form):
    """What a colleague saw on a signed paper."""

    signature = SignaturesField(
        Signature.objects.none(),
        label=_("Whose signatures are on it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
    )
    signed_on = DayField(label=_("Signed on"))
    place = PaperTextField(label=_("Signed in"), longest=80, required=False)
    fields: dict[str, Any]

    def __init__(self, *args: Any, agreement: InternshipAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = agreement.signatures.filter(signed_at__isnull=True).order_by("pk")
        self.fields["signature"].queryset = missing


class UploadCheckedForm(CheckedForm):
    """A scan, and who signed on it, in one go."""

    scan = ScanForm.base_fields["scan"]
    field_order = ("scan", "signature", "signed_on", "place")
