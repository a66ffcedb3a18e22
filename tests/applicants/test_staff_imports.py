"""Spreadsheets through the staff site: looked at first, imported once, columns remembered."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from applicants.models import Application, ImportRun, ImportSource
from applicants.workflow import importing
from becode.accounts.enums import Role
from becode.core import clock
from becode.core.moves import Stale
from becode.files.store import read
from cohorts.starting import add_starting_places
from tests.factories import CampusFactory, TrackFactory, UserFactory

DATA = Path(__file__).parents[1] / "data"
LIST = "/staff/imports/"
ODD = "Wie ben je;Mailtje;Jaar;Waar;Iets\nAn Peeters;an@mail.example;1990;Brussels;x\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.set_to(datetime(2026, 11, 23, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def officer(signed_in):
    """A client of somebody who decides at all campuses."""
    return signed_in(UserFactory(roles=[Role.ADMISSIONS]))


@pytest.fixture
def places():
    """The five cities and their tracks, in words of their own."""
    add_starting_places()


def send(client, content, *, name="sheet.csv", source="OCMW Gent"):
    upload = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(LIST, {"source": source, "file": upload})


def columns(response):
    """What the page proposes for each heading."""
    return {field.label: field.value() for field in response.context["form"].lines()}


def look(client, page, **changes):
    """Send the columns as proposed, but for `changes` by heading."""
    form = client.get(page).context["form"]
    data = {
        field.html_name: changes.get(field.label, field.value() or "") for field in form.lines()
    }
    return client.post(page, data | {"try": "1"})


def verdicts(response):
    return {str(tag.text): number for tag, number in response.context["counts"]}


@pytest.mark.parametrize("name", ["applicants-messy.xlsx", "applicants-messy.csv"])
def test_a_look_changes_nothing_and_says_what_the_import_then_does(officer, places, name):
    page = send(officer, (DATA / name).read_bytes(), name=name).url
    response = look(officer, page)
    assert Application.objects.count() == 0
    seen = verdicts(response)
    assert (seen["new"], seen["bad"]) != (0, 0)
    assert officer.post(page, {"import": "1"}).status_code == 302
    assert verdicts(officer.get(page)) == seen
    assert Application.objects.count() == seen["new"]
    made = ImportRun.objects.get()
    assert made.counts["bad"] == seen["bad"]
    sheet = load_workbook(BytesIO(read(made.bad_rows))).active
    assert sheet.cell(1, 1).value == "Reason"
    download = officer.get(f"{page}bad-rows/")
    assert download["Content-Disposition"].startswith("attachment")


def test_the_same_sheet_again_makes_no_doubles(officer, places):
    content = (DATA / "applicants-messy.xlsx").read_bytes()
    for _time in range(2):
        page = send(officer, content, name="a.xlsx").url
        response = look(officer, page)
        officer.post(page, {"import": "1"})
        count = Application.objects.count()
    assert verdicts(response)["new"] == verdicts(response)["merged"] == 0
    assert count == 49
    assert ImportSource.objects.count() == 1


def test_a_sheet_is_imported_once(officer, places):
    page = send(officer, (DATA / "applicants-messy.csv").read_bytes()).url
    look(officer, page)
    officer.post(page, {"import": "1"})
    officer.post(page, {"import": "1"})
    made = ImportRun.objects.get()
    with pytest.raises(Stale):
        importing.import_sheet(sheet=made, by=made.uploaded_by, at=clock.now())


def test_columns_of_unknown_headings_are_matched_and_remembered(officer, brussels):
    TrackFactory(campuses=[brussels])
    page = send(officer, ODD).url
    assert set(columns(officer.get(page)).values()) == {""}
    said = {
        "Wie ben je": "full_name",
        "Mailtje": "email",
        "Jaar": "born",
        "Waar": "campus_1",
    }
    assert verdicts(look(officer, page, **said))["new"] == 1
    again = send(officer, ODD.replace("An", "Bo").replace("an@", "bo@"), source="ocmw gent").url
    assert columns(officer.get(again)) == {**said, "Iets": ""}
    assert verdicts(look(officer, again))["new"] == 1


def test_two_columns_cannot_be_the_same_field(officer, brussels):
    TrackFactory(campuses=[brussels])
    page = send(officer, ODD).url
    response = look(officer, page, Mailtje="full_name", Waar="full_name")
    assert response.context["form"].non_field_errors() == [
        "Two columns cannot both be: Whole name."
    ]
    assert ImportSource.objects.get().columns == {}


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"\x00\x01\x02", b"PK\x03\x04 not a zip"])
def test_a_wrong_file_is_refused_with_a_reason(officer, content):
    response = send(officer, content, name="sheet.xlsx")
    assert response.status_code == 200
    assert "We can open Excel workbooks" in response.content.decode()
    assert ImportRun.objects.count() == 0


def test_an_empty_sheet_says_so(officer):
    page = send(officer, "\n\n;;\n").url
    assert officer.get(page).context["obstacle"].startswith("The sheet is empty")


def test_rows_of_other_campuses_come_back(signed_in, brussels):
    ghent = CampusFactory(code="GNT", name="Ghent", city_nl="Gent", city_en="Ghent")
    TrackFactory(campuses=[brussels, ghent])
    client = signed_in(UserFactory(roles=[Role.ADMISSIONS], campuses=[brussels]))
    rows = "Voornaam;E-mail;Geboortejaar;Campus\nAn;an@mail.example;1990;{}\n"
    assert verdicts(look(client, send(client, rows.format("Brussels")).url))["new"] == 1
    response = look(client, send(client, rows.format("Ghent")).url)
    assert verdicts(response)["bad"] == 1
    assert "not one of yours" in response.context["lines"][0][2]


def test_too_many_rows_are_left_to_the_command(officer, brussels, monkeypatch):
    TrackFactory(campuses=[brussels])
    monkeypatch.setattr(importing, "MOST_ROWS", 1)
    rows = "Voornaam;E-mail;Geboortejaar;Campus\n" + "An;an@mail.example;1990;Brussels\n" * 2
    response = look(officer, send(officer, rows).url)
    assert "import_applicants" in response.context["obstacle"]


def test_sheets_of_colleagues_at_other_campuses_are_not_seen(officer, signed_in, brussels, ghent):
    page = send(officer, ODD).url
    bound = signed_in(UserFactory(roles=[Role.ADMISSIONS], campuses=[brussels]))
    assert bound.get(page).status_code == 404
    own = send(bound, ODD).url
    assert officer.get(own).status_code == 200
    assert list(bound.get(LIST).context["runs"]) == [ImportRun.objects.get(pk=own.split("/")[3])]


def packed_anew(content, **changed):
    """A workbook with some of its parts changed, by the last word of their names."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_STORED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changed.get(Path(name).stem, lambda same: same)(part))
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {"workbook": lambda part: part[:-9]},
        {"sheet1": lambda part: part.replace(b"<row", b"<row <", 1)},
        {"workbook": lambda part: part.replace(b"<workbookView ", b'<workbookView odd="1" ', 1)},
    ],
)
def test_a_damaged_workbook_is_said_plainly(officer, places, change):
    whole = BytesIO()
    workbook = Workbook()
    workbook.active.append(["Voornaam", "Naam", "E-mail"])
    workbook.save(whole)
    answer = send(officer, packed_anew(whole.getvalue(), **change), name="sheet.xlsx")
    page = officer.get(answer.url)
    assert "not a spreadsheet that can be read" in page.context["obstacle"]
    assert officer.post(answer.url, {"import": "1"}).status_code == 200
