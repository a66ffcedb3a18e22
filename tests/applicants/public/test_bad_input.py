"""Whatever is typed where: a message beside the field or a correct record, and nothing lost."""

import html

import pytest
from django.test import Client

from applicants.models import Application, InterestEntry
from becode.people.models import Person
from tests.applicants.public.filling import ANSWERS, answer, began, fill, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("web", "at")]

LONG = "a" * 10_000
EMOJI = "😀🎉"
RTL = "سلام \u202eevil"
NUL = "Am\x00ira"
MARKUP = "<script>alert('x')</script>"
NATIONAL = "85.07.30-033.28"
BAD = {
    "empty": "",
    "spaces": "   ",
    "long": LONG,
    "emoji": EMOJI,
    "right-to-left": RTL,
    "NUL": NUL,
    "markup": MARKUP,
    "formula": "=1+1",
    "lines": "one\r\ntwo",
    "surrogate": "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "negative": "-1",
    "digits of another script": "٣",
    "national number": NATIONAL,
}
INPUTS = [(step, name) for step, answers in ANSWERS.items() for name in answers]
INPUTS += [("you", "only_one_name"), ("about", "needs_consent"), ("contact", "email_is_right")]
INPUTS += [("you", "began"), ("you", "campaign"), ("you", "website")]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("applicants.public.filled.SENDING_SECONDS", 0)


@pytest.mark.parametrize(("step", "name"), INPUTS, ids=[f"{s}.{n}" for s, n in INPUTS])
def test_each_field_leads_on_or_says_why_not(step, name):
    for bad in BAD.values():
        response = answer(Client(), step, **{name: bad})
        assert response.status_code in (200, 302)
        if response.status_code == 200:
            _shows_message_and_what_was_typed(response, step, name, bad)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_whatever_passes_the_steps_makes_a_correct_record(client, bad):
    """Each answer is replaced by the bad one; where that is refused, the usual one follows."""
    for step, answers in ANSWERS.items():
        taken = {}
        for name in answers:
            if answer(client, step, **taken, **{name: bad}).status_code == 302:
                taken[name] = bad
        answer(client, step, **taken)
    assert send(client)["Location"] == "/en/apply/thanks/"
    application = Application.objects.select_related("person").get()
    texts = [application.person.full_name, application.person.preferred_name]
    texts += [application.motivation, application.heard_from_detail]
    assert not [text for text in texts if "\x00" in text or "\u202e" in text]
    assert len(application.motivation) <= 5000


def _shows_message_and_what_was_typed(response, step, name, bad) -> None:
    form = response.context["form"]
    if name == "website":
        return
    assert form.errors, (step, name, bad)
    page = response.content.decode()
    kept = bad.replace("\x00", "").replace("\r\n", "\n").strip()
    if (
        kept
        and name not in ("track", "campus_1", "campus_2", "campus_3")
        and not (name.startswith("lesson") or name in ("contact_language", "heard_from", "gender"))
    ):
        assert kept.splitlines()[0] in html.unescape(page)


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("31", "02", "1995", "no_such_day"),
        ("29", "2", "1995", "no_such_day"),
        ("0", "1", "1995", "no_such_day"),
        ("1", "13", "1995", "no_such_day"),
        ("100", "1", "1995", "no_such_day"),
        ("1", "1", "1850", "too_old"),
        ("1", "1", "1915", "too_old"),
        ("", "", "1850", "too_old"),
        ("3", "3", "2026", "future"),
        ("1", "1", "2090", "future"),
        ("", "", "2090", "future"),
        ("17", "", "1995", "pair"),
        ("", "5", "1995", "pair"),
        ("17", "5", "", "required"),
        ("", "", "", "required"),
        ("17", "5", "95", "year"),
        ("17", "5", "19950", "year"),
        ("17", "May", "1995", "numbers"),
        ("1.5", "5", "1995", "numbers"),
    ],
)
def test_dates_that_cannot_be(client, day, month, year, code):
    page = answer(client, "you", birth_day=day, birth_month=month, birth_year=year)
    faults = page.context["form"].errors.as_data()["birth"]
    assert [fault.code for fault in faults] == [code]
    for value in (day, month, year):
        assert f'value="{value}"' in page.content.decode() or not value


@pytest.mark.parametrize(
    ("day", "month", "year", "born_on"),
    [
        ("29", "02", "1996", "1996-02-29"),
        (" 7 ", "05", "1995", "1995-05-07"),
        ("٣", "٤", "١٩٩٥", "1995-04-03"),
        ("2", "3", "2008", "2008-03-02"),
        ("2", "3", "1916", "1916-03-02"),
    ],
)
def test_dates_that_can_be(client, day, month, year, born_on):
    fill(client, you={"birth_day": day, "birth_month": month, "birth_year": year})
    send(client)
    assert str(Person.objects.get().born_on) == born_on


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Անի", "Սարգսյան"),
        ("سلام", "محمد‌رضا"),
        ("Nguyễn", "Thị Hoa"),
        ("J.-P.", "d’Hondt"),
        ("Anne Marie", "van 't Hoff"),
        ("ሰላም", "ገብረ"),
        ("de la", "cruz"),
    ],
)
def test_real_names_stay_as_they_are(client, first, last):
    fill(client, you={"first_name": first, "last_name": last})
    send(client)
    person = Person.objects.get()
    assert (person.first_name, person.last_name) == (first, last)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0470/12.34.56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("02 218 12 34", "+3222181234"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+93 70 123 4567", "+93701234567"),
    ],
)
def test_phones_in_any_form(client, typed, kept):
    fill(client, contact={"phone": typed, "email": ""})
    send(client)
    assert Person.objects.get().contact_points.get().value == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Amira@School.Example ", "Amira@school.example"),
        ("mailto:amira@school.example", "amira@school.example"),
        ("<amira@school.example>", "amira@school.example"),
        ("amira @ school.example.", "amira@school.example"),
    ],
)
def test_addresses_in_any_form(client, typed, kept):
    fill(client, contact={"email": typed, "phone": ""})
    send(client)
    assert Person.objects.get().contact_points.get().value == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("B-1000", "1000"), ("9000 Gent", "9000"), (" 4000 ", "4000"), ("", "")]
)
def test_postcodes_in_any_form(client, typed, kept):
    fill(client, contact={"postcode": typed})
    send(client)
    assert Person.objects.get().postcode == kept


@pytest.mark.parametrize("typed", ["0999", "9993", "75011", "abc", "1000000"])
def test_postcodes_that_cannot_be(client, typed):
    answer(client, "you")
    page = answer(client, "contact", postcode=typed)
    assert list(page.context["form"].errors) == ["postcode"]


def test_neither_address_nor_number(client):
    answer(client, "you")
    page = answer(client, "contact", email="", phone="")
    assert list(page.context["form"].errors) == ["email"]


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("you", "first_name"),
        ("you", "last_name"),
        ("you", "preferred_name"),
        ("about", "motivation"),
        ("about", "heard_from_detail"),
        ("about", "needs"),
    ],
)
def test_national_numbers_are_refused_and_not_even_kept(client, step, name):
    for before in ANSWERS:
        if before == step:
            break
        answer(client, before)
    page = answer(client, step, **{name: f"My number is {NATIONAL}", "needs_consent": "on"})
    assert name in page.context["form"].errors
    assert NATIONAL in page.content.decode()
    again = client.get(page.request["PATH_INFO"]).content.decode()
    assert NATIONAL not in again


class TestCourse:
    def test_a_campus_that_does_not_teach_the_track(self, client, web, ghent):
        web.campuses.remove(ghent)
        from tests.factories import TrackFactory

        TrackFactory(code="AI", campuses=[ghent])
        for step in ("you", "contact", "languages"):
            answer(client, step)
        page = answer(client, "course", campus_1="GNT", campus_2="")
        assert str(page.context["form"].errors["campus_1"][0]) == (
            "This course is given in Brussels. Please choose one of these."
        )

    def test_a_campus_twice(self, client):
        for step in ("you", "contact", "languages"):
            answer(client, step)
        page = answer(client, "course", campus_1="BXL", campus_2="BXL")
        assert list(page.context["form"].errors) == ["campus_2"]

    def test_a_gap_between_choices_is_closed(self, client, ghent):
        fill(client, course={"campus_2": "", "campus_3": "GNT"})
        send(client)
        ranks = Application.objects.get().choices.order_by("rank").values_list("rank", "campus")
        assert list(ranks)[1] == (2, ghent.pk)

    def test_a_campus_that_closed_meanwhile_leads_back_to_the_question(self, client, brussels, at):
        fill(client)
        brussels.active_to = "2026-02-01"
        brussels.save()
        assert send(client)["Location"] == "/en/apply/course/"
        assert Application.objects.count() == 0


@pytest.mark.parametrize("name", ["first_name", "birth_year", "parent_contact", "campus"])
def test_the_interest_list(name):
    for number, bad in enumerate(BAD.values(), start=1):
        data = {
            "first_name": "Noor",
            "birth_year": "2010",
            "parent_contact": "mother@school.example",
            "campus": "",
            "began": began(),
            name: bad,
        }
        before = InterestEntry.objects.count()
        response = Client().post("/en/apply/interest/", data)
        assert response.status_code in (200, 302), number
        if response.status_code == 200:
            assert list(response.context["form"].errors) == [name]
        assert InterestEntry.objects.count() == before + (response.status_code == 302)


@pytest.mark.parametrize("query", ["utm_campaign=%00", "c=%FF", "utm_campaign=" + "x" * 5000])
def test_strange_campaigns(client, query):
    for path in ("/en/", "/en/apply/"):
        assert client.get(f"{path}?{query}").status_code in (200, 400)
