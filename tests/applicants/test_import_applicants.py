"""The command, on spreadsheets as schools really have them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from applicants.models import Application, ImportedRow
from becode.campuses.models import Campus
from becode.core import clock
from becode.messages.models import Message
from becode.people.models import ContactPoint, Person
from cohorts.starting import add_starting_places
from tests.factories import TrackFactory

DATA = Path(__file__).parents[1] / "data"
XLSX, CSV = DATA / "applicants-messy.xlsx", DATA / "applicants-messy.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.set_to(datetime(2026, 11, 23, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def imported(tmp_path, capsys):
    """A function that runs the command and gives its counts and its bad rows by reason."""

    def run(path, **options):
        bad = tmp_path / "bad.xlsx"
        bad.unlink(missing_ok=True)
        call_command("import_applicants", str(path), bad_rows=bad, **options)
        counts = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
        return counts, _reasons(bad)

    return run


def _reasons(path):
    if not path.exists():
        return {}
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    return {row[4] or row[3]: row[0] for row in rows if row[0] != "Reason"}


def test_the_messy_workbook_gives_its_good_rows_and_hands_back_the_bad(imported):
    counts, bad = imported(XLSX)
    assert counts == {"rows": 63, "imported": 49, "merged": 4, "skipped": 0, "bad": 10}
    assert {address: reason.split(".")[0] for address, reason in bad.items()} == {
        "minor1@example.org": "Younger than 18: no application can be made",
        "tag1@example.org": "The name holds signs that no name has: < or >",
        "feb1@example.org": "“31/02/1990” is not a date of birth that can be",
        "long1@example.org": "The name is longer than 100 letters",
        "jan.zonder.komma@gmail,com": "“jan",  # up to the first full stop
        "El Amrani": "There is no e-mail address and no phone number",
        "nn1@example.org": "There is a national register number in it",
        "formula1@example.org": "The name is a formula",
        "unk1@example.org": "There is no date or year of birth: we must know who is 18",
        "has1@example.org": "We have no campus “Hasselt”",
    }


def test_importing_again_makes_no_doubles(imported):
    imported(XLSX)
    people, applications = Person.objects.count(), Application.objects.count()
    counts, _bad = imported(XLSX)
    assert counts["imported"] == counts["merged"] == 0
    assert (Person.objects.count(), Application.objects.count()) == (people, applications)


def test_the_same_people_from_csv_are_known(imported):
    imported(XLSX)
    before = Person.objects.count()
    counts, _bad = imported(CSV)
    assert counts["imported"] == 0
    assert Person.objects.count() == before


def test_windows_letters_of_the_csv_are_read_and_lost_ones_refused(imported):
    _counts, bad = imported(CSV)
    assert Person.objects.filter(last_name="Lefèvre").count() == 1
    assert Person.objects.filter(last_name__contains="’Brien").exists()
    assert not Person.objects.filter(first_name__contains="?").exists()
    assert not Person.objects.filter(last_name__contains="?").exists()
    assert "Letters of the name were lost" in bad["p1.28@example.org"]


def test_brothers_who_share_an_address_are_two_people(imported):
    imported(XLSX)
    names = Person.objects.filter(contact_points__key="p1.2@example.org").order_by("pk")
    assert [person.first_name for person in names] == ["Юлия", "Broer van Юлия"]


def test_a_known_person_with_a_new_number_is_merged(imported):
    imported(XLSX)
    sofie = Person.objects.get(first_name="Sofie", last_name="Claes")
    assert set(ContactPoint.objects.filter(person=sofie).values_list("key", flat=True)) == {
        "p1.1@example.org",
        "+32489835817",
        "+32499000001",
    }
    assert Application.objects.filter(person=sofie).count() == 1


def test_a_single_name_and_a_year_of_birth_are_normal(imported):
    imported(XLSX)
    suharto = Person.objects.get(first_name="Suharto")
    assert (suharto.last_name, suharto.born_on) == ("", date(1978, 3, 17))
    yasmine = Person.objects.get(contact_points__key="p1.13@example.org")
    assert (yasmine.born_on, yasmine.birth_year) == (None, 1996)


def test_what_a_row_says_is_kept(imported):
    imported(XLSX)
    wout = Application.objects.get(person__contact_points__key="p1.29@example.org")
    assert wout.person.born_on == date(2000, 6, 3)
    assert [choice.campus.code for choice in wout.choices.order_by("rank")] == ["GNT", "BXL"]
    assert (wout.heard_from, wout.heard_from_detail) == ("employment_service", "Forem")
    assert clock.local_day(wout.submitted_at) == date(2026, 2, 23)
    assert wout.person.contact_language == "fr"
    assert wout.motivation == "=1+1"


def test_the_dry_run_says_every_line_and_writes_nothing(tmp_path, capsys):
    call_command("import_applicants", str(XLSX), dry_run=True, bad_rows=tmp_path / "bad.xlsx")
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) == 64
    assert (
        lines[0] == "Aanvragen NL 4: new: “2026” does not say which day it came in; today is taken."
    )
    assert (Person.objects.count(), ImportedRow.objects.count(), Campus.objects.count()) == (
        0,
        0,
        0,
    )


def test_strict_imports_nothing_when_one_row_is_bad(tmp_path, capsys):
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_applicants", str(XLSX), strict=True, bad_rows=tmp_path / "bad.xlsx")
    counts = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert counts["imported"] == 0
    assert Application.objects.count() == 0


def test_nobody_imported_is_written_to(imported):
    imported(XLSX)
    assert Message.objects.count() == 0


def test_the_bad_rows_can_be_mended_and_imported(imported, tmp_path):
    imported(XLSX)
    bad = load_workbook(tmp_path / "bad.xlsx")
    mended = tmp_path / "mended.xlsx"
    for row in bad.active.iter_rows():
        for cell in row:
            if cell.value == "Hasselt":
                cell.value = "Gent"
            if cell.value == "has1@example.org":
                cell.value = "has1-mended@example.org"
            assert cell.data_type != "f"
    bad.save(mended)
    counts, _bad = imported(mended)
    assert counts["imported"] + counts["merged"] == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"x", "must end in .xlsx or .csv"),
        ("a.xlsx", b"no workbook", "not a spreadsheet"),
        ("a.csv", b"\x00\x01\x02", "No headings"),
        ("a.csv", b"", "No headings"),
    ],
)
def test_a_file_that_is_none_is_said_plainly(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_applicants", str(path))


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_applicants", str(tmp_path / "none.xlsx"))


def test_the_cost_of_a_row_does_not_grow_with_the_file(tmp_path, django_assert_max_num_queries):
    workbook = Workbook()
    workbook.active.append(["First name", "Surname", "E-mail", "Date of birth", "Campus"])
    for number in range(30):
        workbook.active.append([f"Aa{number}x", "Peeters", f"p{number}@x.example", "1990", "Gent"])
    path = tmp_path / "thirty.xlsx"
    workbook.save(path)
    with django_assert_max_num_queries(30 * 25 + 30):
        call_command("import_applicants", str(path))
    assert Application.objects.count() == 30


def test_rows_without_a_track_are_for_the_one_most_campuses_teach(imported):
    add_starting_places()
    TrackFactory(code="AI", campuses=[Campus.objects.get(code="BXL")])
    imported(XLSX)
    assert set(Application.objects.values_list("track__code", flat=True)) == {"WEB"}
