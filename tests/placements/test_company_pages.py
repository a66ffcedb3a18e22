"""Staff pages about many companies: twins and their merge, a sheet that comes in, the export."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files.models import StoredFile
from becode.messages.models import Message
from placements.models import Company, CompanyContact, CompanyMerge
from placements.twins import twins_seen_by
from placements.workflow.merging_companies import mark_as_two, undo_merge
from tests import factories

pytestmark = pytest.mark.django_db


def pairs(user, company=None):
    return [
        (pair.older.name, pair.newer.name, len(pair.reasons))
        for pair in twins_seen_by(user, company=company)
    ]


# Twins


@pytest.mark.parametrize(
    ("one", "other", "is_pair"),
    [
        ({"name": "Zénith N.V."}, {"name": "Zenith bv"}, True),
        ({"name": "Zenithal", "postcode": "1000"}, {"name": "Zenythal", "postcode": "1000"}, True),
        ({"name": "Zenith", "postcode": "1000"}, {"name": "Zenith", "postcode": "9000"}, False),
        ({"name": "Zenith", "postcode": "1000"}, {"name": "Zenith"}, True),
        ({"name": "Hill", "postcode": "1000"}, {"name": "Mill", "postcode": "1000"}, False),
        (
            {"name": "A", "website": "https://www.z.be"},
            {"name": "B", "website": "http://z.be"},
            True,
        ),
        ({"name": "Z", "number": "0123456749"}, {"name": "Z", "number": "0403170701"}, False),
    ],
)  # fmt: skip
def test_what_may_be_one_company(pia, one, other, is_pair):
    first, second = factories.CompanyFactory(**one), factories.CompanyFactory(**other)
    assert bool(pairs(pia)) is is_pair
    assert bool(pairs(pia, company=first)) is is_pair
    second.merged_into = first
    second.save()
    assert pairs(pia) == []


def test_nobody_is_shown_companies_of_other_campuses(pia, ghent):
    factories.CompanyFactory(name="Zenith")
    factories.CompanyFactory(name="Zenith nv").campuses.set([ghent])
    assert pairs(pia) == []


def test_many_companies_are_two_queries(pia, django_assert_num_queries):
    for number in range(30):
        factories.CompanyFactory(name=f"Company {number}", postcode="1000")
    user = User.objects.get(pk=pia.pk)
    user.campus_keys()
    with django_assert_num_queries(2):
        twins_seen_by(user)


@pytest.fixture
def twin():
    company = factories.CompanyFactory(name="Zenith bv")
    factories.PositionFactory(company=company)
    return company


def test_two_records_become_one_by_the_page_and_two_again(zenith, twin, pia, signed_in):
    client = signed_in(pia)
    listing = client.get(reverse("admin:company_duplicates"))
    pair = reverse("admin:company_duplicate", args=[zenith.pk, twin.pk])
    assert "Zenith bv" in listing.content.decode()
    assert client.get(pair).status_code == 200
    client.post(pair)
    client.post(pair, {"keep": "987654"})
    assert not CompanyMerge.objects.exists()
    response = client.post(pair, {"keep": str(zenith.pk)})
    page = reverse("admin:placements_company_change", args=[zenith.pk])
    assert response.url == page
    assert zenith.positions.count() == 1
    assert client.get(pair).status_code == 404
    names = [one.name for one in client.get(reverse("admin:placements_company_changelist"))
             .context["cl"].result_list]  # fmt: skip
    assert names == ["Zenith"]
    merged = client.get(reverse("admin:placements_company_change", args=[twin.pk]))
    assert page in merged.content.decode()
    undo = reverse("admin:placements_company_do", args=[zenith.pk, "unmerge"])
    assert "Zenith bv" in client.get(undo).content.decode()
    client.post(undo, {"merge": CompanyMerge.objects.get().pk})
    assert twin.positions.count() == 1


def test_two_that_look_alike_stay_two_until_somebody_is_not_sure(zenith, twin, pia, signed_in):
    client = signed_in(pia)
    factories.CompanyFactory(name="Zenith nv")
    pair = reverse("admin:company_duplicate", args=[zenith.pk, twin.pk])
    listing = reverse("admin:company_duplicates")
    assert len(pairs(pia)) == 3
    for _time in range(2):
        assert client.post(pair, {"answer": "two", "keep": str(zenith.pk)}).url == listing
    assert pairs(pia) == [("Zenith bv", "Zenith nv", 1), ("Zenith", "Zenith nv", 1)]
    assert pairs(pia, company=twin) == [("Zenith bv", "Zenith nv", 1)]
    assert not CompanyMerge.objects.exists()
    entry = AuditEntry.objects.get(label="company.not_same")
    assert (entry.actor_key, entry.subject_key, entry.keys) == (
        pia.pk, zenith.pk, {"other": twin.pk},
    )  # fmt: skip
    page = client.get(pair).content.decode()
    assert ('value="two"' in page, 'value="unsure"' in page) == (False, True)
    client.post(pair, {"answer": "unsure"})
    assert len(pairs(pia)) == 3
    assert AuditEntry.objects.filter(label="company.may_be_same").count() == 1
    client.post(pair, {"answer": "unsure"})
    assert AuditEntry.objects.filter(label="company.may_be_same").count() == 1


def test_what_was_said_to_be_two_can_be_merged_after_all_and_comes_back_as_a_question(
    zenith, twin, pia, signed_in
):
    client = signed_in(pia)
    pair = reverse("admin:company_duplicate", args=[zenith.pk, twin.pk])
    client.post(pair, {"answer": "two"})
    client.post(pair, {"answer": "one", "keep": str(zenith.pk)})
    merge = CompanyMerge.objects.get()
    with pytest.raises(IllegalMove):
        mark_as_two(one=zenith, other=twin, actor=Actor.user(pia), at=merge.merged_at)
    undo_merge(merge=merge, actor=Actor.user(pia), at=merge.merged_at)
    assert pairs(pia) == [("Zenith", "Zenith bv", 1)]


def test_any_two_can_be_compared(zenith, pia, signed_in):
    other = factories.CompanyFactory(name="Quite different")
    client = signed_in(pia)
    path = reverse("admin:company_duplicates")
    assert "Quite different" in client.get(f"{path}?company={zenith.pk}").content.decode()
    response = client.get(f"{path}?company={zenith.pk}&with={other.pk}")
    assert response.url == reverse("admin:company_duplicate", args=[zenith.pk, other.pk])
    assert client.get(f"{path}?company=x").status_code == 404


# A sheet


HEAD = ["Bedrijf", "KBO", "Postcode", "Gemeente", "Campus", "Contact", "E-mail", "Rollen"]
GOOD = ["Acme nv", "0403.170.701", "1000", "Brussel", "BXL", "Ann", "ann@acme.example", "mentor"]


def sheet(*rows, head=HEAD, name="companies.xlsx"):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def officer(pia, signed_in):
    return signed_in(pia)


def tried(client, *rows, head=HEAD, **more):
    sent = {"file": sheet(*rows, head=head), **more}
    page = client.post(reverse("admin:company_import"), sent)
    assert page.status_code == 200
    return page


def verdicts(page):
    return [(str(tag.text), notes) for _place, _name, tag, notes in page.context["lines"]]


def imported(client, page):
    return client.post(
        reverse("admin:company_import"), {"rows": page.context["rows"], "import": "1"}
    )


def test_looking_changes_nothing_and_importing_does(officer, brussels):
    page = tried(officer, GOOD)
    assert verdicts(page) == [("new", "A new company. A new contact: Ann.")]
    assert (Company.objects.count(), User.objects.filter(name="Ann").count()) == (0, 0)
    assert StoredFile.objects.count() == 0
    imported(officer, page)
    company = Company.objects.get()
    assert (company.name, company.number) == ("Acme nv", "0403170701")
    assert list(company.campuses.all()) == [brussels]
    contact = company.contacts.get()
    assert (contact.user.email, contact.roles) == ("ann@acme.example", ["mentor"])
    assert not contact.has_portal
    assert not Message.objects.exists()


def test_contacts_are_invited_where_that_was_ticked(officer):
    page = tried(officer, GOOD, invites="on")
    assert not Message.objects.exists()
    imported(officer, page)
    assert Message.objects.get().address == "ann@acme.example"


def test_the_same_sheet_twice_makes_no_doubles(officer):
    without_number = ["Hill", "", "9000", "Gent", "", "", "", ""]
    for _time in range(2):
        imported(officer, tried(officer, GOOD, without_number))
    assert (Company.objects.count(), CompanyContact.objects.count()) == (2, 1)
    page = tried(officer, GOOD, without_number)
    assert {tag for tag, _notes in verdicts(page)} == {"known already"}


def test_a_row_for_each_contact_and_what_was_not_known(officer):
    Company.objects.create(
        name="ACME", postcode="1000", sector="Games", created_at="2026-01-01T00:00Z"
    )
    second = [*GOOD[:5], "Bob", "bob@acme.example", "signatory; manager"]
    imported(officer, tried(officer, GOOD, second))
    company = Company.objects.get()
    assert (company.name, company.number, company.sector) == ("ACME", "0403170701", "Games")
    assert company.contacts.count() == 2
    assert company.contacts.get(user__name="Bob").roles == ["signatory", "manager"]


BAD = [
    (1, "0403.170.702", "not a company number"),
    (2, "10000", "not a postcode"),
    (4, "Paris", "no campus"),
    (5, "", "has no name"),
    (6, "ann at acme", "not an e-mail"),
    (7, "king", "not a role"),
    (0, "", "no name of a company"),
    (0, "x" * 151, "longer than 150"),
    (3, "Gent 🙂", "cannot print: 🙂"),
    (0, "Ann 85.07.30-033.28", "national register"),
]


@pytest.mark.parametrize(("column", "text", "reason"), BAD)
def test_what_is_wrong_with_a_row_is_said(officer, column, text, reason):
    row = list(GOOD)
    row[column] = text
    ((verdict, notes),) = verdicts(tried(officer, row))
    assert verdict == "bad"
    assert reason in notes


def test_bad_rows_come_back_with_their_reasons_and_go_in_once_mended(officer):
    bad = ["Bad bv", "12", "1000", "Brussel", "", "=cmd()", "x@a.example", ""]
    page = tried(officer, GOOD, bad)
    assert [tag for tag, _notes in verdicts(page)] == ["new", "bad"]
    done = imported(officer, page)
    assert [one.name for one in Company.objects.all()] == ["Acme nv"]
    answer = officer.post(
        reverse("admin:company_import"), {"rows": done.context["rows"], "bad": "1"}
    )
    (heading, row) = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert heading[2:] == tuple(HEAD)
    assert "not a company number" in row[0]
    assert row[7] == "'=cmd()"
    mended = [*row[2:5], "Brussel", None, "Carl", "carl@bad.example", None]
    mended[1] = None
    imported(officer, tried(officer, mended))
    assert Company.objects.count() == 2


def test_without_a_postcode_the_only_one_of_that_name_is_meant(officer):
    factories.CompanyFactory(name="Hill", postcode="1000")
    nowhere = ["Hill nv", "", "", "", "", "", "", ""]
    assert [tag for tag, _notes in verdicts(tried(officer, nowhere))] == ["known already"]
    elsewhere = ["Hill nv", "", "9000", "", "", "", "", ""]
    assert [tag for tag, _notes in verdicts(tried(officer, elsewhere))] == ["new"]
    factories.CompanyFactory(name="Hill", postcode="9000")
    assert [tag for tag, _notes in verdicts(tried(officer, nowhere))] == ["new"]


def test_a_bad_row_leaves_nothing_for_the_next_one(officer, mieke):
    """The address is a colleague's: neither the company nor what it filled in stays."""
    of_colleague = [*GOOD[:6], mieke.email, "mentor"]
    page = tried(officer, of_colleague, GOOD)
    assert [tag for tag, _notes in verdicts(page)] == ["bad", "new"]


def test_companies_of_other_campuses_are_left_alone(officer, ghent):
    company = factories.CompanyFactory(name="Acme", number="0403170701")
    company.campuses.set([ghent])
    assert verdicts(tried(officer, GOOD))[0][0] == "bad"
    assert verdicts(tried(officer, ["New", "", "", "", "Ghent", "", "", ""]))[0][0] == "bad"
    imported(officer, tried(officer, ["New", "", "", "", "", "", "", ""]))
    assert Company.objects.get(name="New").campuses.get().code == "BXL"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n1,2\n", b"PK\x03\x04nothing"])
def test_what_is_no_sheet_of_companies_is_told_at_the_field(officer, content):
    upload = SimpleUploadedFile("x.csv", content)
    page = officer.post(reverse("admin:company_import"), {"file": upload})
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_columns_that_nothing_is_read_of_are_named(officer):
    page = tried(officer, [*GOOD, "blue", ""], head=[*HEAD, "Kleur", ""])
    assert page.context["unknown"] == ["Kleur"]
    assert "Kleur" in page.content.decode()
    assert tried(officer, GOOD).context["unknown"] == []


def test_rows_that_we_did_not_seal_are_refused(officer):
    rows = tried(officer, GOOD).context["rows"]
    officer.post(reverse("admin:company_import"), {"rows": f"x{rows}", "import": "1"})
    assert not Company.objects.exists()


def test_a_csv_of_excel_is_read(officer):
    content = "Entreprise;Code postal;Secteur\nL’Été sa;1000;Médias\n".encode("cp1252")
    page = officer.post(
        reverse("admin:company_import"), {"file": SimpleUploadedFile("x.csv", content)}
    )
    imported(officer, page)
    assert (Company.objects.get().name, Company.objects.get().sector) == ("L’Été sa", "Médias")


# The export


def test_the_export_is_the_filtered_list_and_computes_nothing(officer, zenith, ghent):
    zenith.sector = "=1+1"
    zenith.save()
    factories.CompanyFactory(name="Other")
    factories.CompanyFactory(name="Far zenith").campuses.set([ghent])
    answer = officer.get(reverse("admin:company_export") + "?q=zenith")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Company", "Zenith"]
    assert rows[1][2] == "'=1+1"
    assert officer.get(reverse("admin:company_export") + "?is_active__exact=x").status_code == 404
