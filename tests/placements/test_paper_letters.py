"""What goes into an agreement is asked for in letters that its fonts have."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from becode.backoffice.admin import accounts, campuses
from becode.backoffice.forms import PersonForm
from becode.formats.letters import unprintable
from becode.formats.pdf import NoLetters
from placements.admin import agreement_forms as staff_agreement_forms
from placements.admin import company_forms, internship_forms
from placements.admin import forms as staff_forms
from placements.agreement_forms import SignForm
from placements.company import forms as portal_forms
from placements.intern_forms import WorkstationForm
from placements.models import Position
from placements.position_form import PositionForm, VacancyForm
from tests.factories_agreements import make, sheet

pytestmark = pytest.mark.django_db

INTO_PAPERS = {
    PositionForm: ("title", "tasks", "site"),
    VacancyForm: ("title", "tasks", "site"),
    staff_forms.StaffPositionForm: ("title", "tasks", "site"),
    WorkstationForm: (
        "task", "place", "risks", "protection", "instruction", "prevention_adviser",
    ),
    staff_forms.CompanyForm: ("name", "address", "municipality"),
    staff_forms.InviteForm: ("name", "job_title"),
    company_forms.EstablishmentForm: ("name", "address", "municipality"),
    portal_forms.InviteColleagueForm: ("name", "job_title"),
    portal_forms.RightsForm: ("job_title",),
    portal_forms.OwnDetailsForm: ("name", "job_title"),
    internship_forms.AgreedFactsForm: ("frame_reference", "travel"),
    internship_forms.InsuranceForm: ("insurer", "policy_number"),
    SignForm: ("typed", "place"),
    staff_agreement_forms.CheckedForm: ("place",),
    accounts.DetailsForm: ("name",),
}  # fmt: skip
FIELDS = [
    pytest.param(form.base_fields[name], id=f"{form.__name__}.{name}")
    for form, names in INTO_PAPERS.items()
    for name in names
]


def refusal(field, text):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        field.clean(text)
    return caught.value.messages


@pytest.mark.parametrize("field", FIELDS)
def test_a_sign_that_cannot_be_printed_is_named(field):
    assert refusal(field, "Nele 中 Peeters") == [
        "Our papers cannot print: 中. Please take it out, or write it in Latin letters."
    ]
    assert field.clean("Žofie Ñandú-O’Brien") == "Žofie Ñandú-O’Brien"


@pytest.mark.parametrize("text", ["Frontend 🙂", "🙂"])
def test_objectives_are_asked_for_in_letters_too(text):
    field = internship_forms.ObjectiveField()
    assert "🙂" in refusal(field, [text, "", "3"])[0]
    assert "🙂" in refusal(field, ["Frontend", text, "3"])[0]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (PersonForm, "legal_name"),
        (PersonForm, "address"),
        (PersonForm, "municipality"),
        (accounts.InvitationForm, "name"),
        (campuses.CampusForm, "address"),
        (campuses.CampusForm, "city_fr"),
    ],
)
def test_records_of_the_floor_that_papers_name_are_asked_for_in_letters(form, name):
    bound = form({name: "Kerk 🙂"})
    assert "🙂" in bound.errors[name][0]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Straße 5 – 3ᵉ étage, € 20 → ✓ Ελένη Юлия", []),
        ("👩\u200d💻 and 👩 again", ["👩", "💻"]),
        ("\ue000", ["U+E000"]),
        ("一二三四五六七", ["一", "二", "三", "四", "五"]),
    ],
)
def test_signs_are_named_once_and_a_few(text, signs):
    assert unprintable(text) == signs


def test_a_company_keeps_what_it_typed(signed_in, chloe, zenith, brussels, at):
    typed = {
        "title": "Junior 🚀", "tasks": "Build pages.", "campus": brussels.pk, "site": "Rue 1",
        "languages": ["fr"], "places": "1",
    }  # fmt: skip
    url = reverse("placements:company:new_position")
    form = signed_in(chloe).post(url, typed).context["form"]
    assert list(form.errors) == ["title"]
    assert (form["title"].value(), form["tasks"].value()) == ("Junior 🚀", "Build pages.")
    assert not Position.objects.exists()


def test_an_old_record_with_such_a_sign_is_named_when_the_paper_is_made(
    internship, signatory, pia, at
):
    sheet(internship, task="Codes 🙂")
    with translation.override("en"), pytest.raises(NoLetters) as caught:
        make(internship, [signatory], pia)
    assert "cannot print: 🙂." in str(caught.value.sentence)
