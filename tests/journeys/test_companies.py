"""Companies in the staff site: a sheet comes in, and two records of one company become one."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey
ADA = "ada@becode.example"
LISTING = "/staff/placements/company/"
HEAD = ["Bedrijf", "Postcode", "Gemeente", "Campus", "Contact", "E-mail", "Kleur"]
ROWS = [
    ["Blad Import nv", "1000", "Brussel", "BXL", "Ann Blad", "ann@blad.example", "groen"],
    ["Blad Import nv", "1000", "Brussel", "BXL", "Bob Blad", "bob@blad.example", "rood"],
    ["Slecht Import bv", "10", "Gent", "GNT", "", "", ""],
]

# Two records of one company, each with a place of its own; of each, what its page is called.
TWICE = """
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from placements.workflow import companies, positions
at, campus = clock.now(), Campus.objects.get(code="BXL")
def company(name, title, **facts):
    made = companies.create_company(name=name, campuses=[campus], actor=SYSTEM, at=at, **facts)
    positions.post(company=made, title=title, tasks="Pages.", campus=campus, site="Brussels",
        languages=["fr"], skills=[], places=1, actor=SYSTEM, at=at)
    return made.pk
print(company("Dubbel Koek nv", "Oven", postcode="1000"),
    company("Dubbel Koek", "Winkel", postcode="1000", sector="Bakery"))
"""


def sheet(*rows) -> dict:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "companies.xlsx", "mimeType": kind, "buffer": out.getvalue()}


def send(page, file) -> None:
    page.locator("[name=file]").set_input_files(file)
    follow(page, page.locator("form[enctype] button[type=submit]"))
    check_page(page)


def found(page, name: str) -> int:
    """How many companies of this name the list has."""
    page.goto(f"{LISTING}?q={name}")
    return page.locator("#result_list tbody tr", has_text=name).count()


@pytest.fixture
def ada(school, visitor):
    page = visitor()
    sign_in(page, school, ADA)
    return page


def test_a_sheet_is_looked_at_before_it_is_imported(school, ada):
    ada.goto("/staff/companies/import/")
    check_page(ada)
    send(ada, sheet(["What", "Who"], ["A thing", "Somebody"]))
    assert "No headings were found" in ada.locator("form[enctype]").inner_text()

    send(ada, sheet(HEAD, *ROWS))
    shown = ada.locator(".staff-main").inner_text()
    assert "leave them out: Kleur" in shown
    verdicts = ada.locator("td[data-label=Verdict]").all_inner_texts()
    assert verdicts == ["new", "added to", "bad"]
    with ada.expect_download() as bad:
        ada.locator("button[name=bad]").click()
    book = load_workbook(io.BytesIO(bad.value.path().read_bytes()))
    assert any("10" in str(cell.value) for row in book.active.iter_rows() for cell in row)
    assert found(ada.context.new_page(), "Blad Import") == 0, "looking changes nothing"

    follow(ada, ada.locator("button[name=import]"))
    check_page(ada)
    assert "1 company is new." in ada.locator("body").inner_text()
    assert (found(ada, "Slecht Import"), found(ada, "Blad Import")) == (0, 1)
    follow(ada, ada.locator("#result_list tbody a").first)
    check_page(ada)
    page = ada.locator(".staff-main").inner_text()
    assert ("Ann Blad" in page, "Bob Blad" in page) == (True, True)
    assert not [one for one in school.mailbox.messages if "blad.example" in str(one["To"])]


def test_two_records_become_one_company_and_two_again(school, ada, visitor):
    older, newer = school.command("shell", "-v0", "-c", TWICE).split()[-2:]
    ada.goto("/staff/companies/duplicates/")
    check_page(ada)
    pair = ada.locator("tbody tr", has_text="Dubbel Koek nv")
    assert pair.count() == 1
    follow(ada, pair.locator("a.staff-button"))
    check_page(ada)
    ada.locator(f"[name=keep][value='{older}']").check()
    follow(ada, ada.locator("button[name=answer][value=one]"))
    check_page(ada)
    assert ada.url.endswith(f"/{older}/change/")
    shown = ada.locator(".staff-main").inner_text()
    assert ("Oven" in shown, "Winkel" in shown, "Bakery" in shown) == (True, True, True)
    assert found(ada, "Dubbel Koek") == 1

    ada.goto(f"{LISTING}{older}/do/unmerge/")
    check_page(ada)
    follow(ada, ada.locator("form.staff-form button[type=submit]"))
    check_page(ada)
    shown = ada.locator(".staff-main").inner_text()
    assert ("Oven" in shown, "Winkel" in shown) == (True, False)
    assert found(ada, "Dubbel Koek") == 2

    # On a phone, a colleague says that these are two after all: the pair is gone.
    phone = visitor(viewport=PHONE)
    sign_in(phone, school, ADA)
    phone.goto(f"/staff/companies/duplicates/{older}/{newer}/")
    check_page(phone)
    follow(phone, phone.locator("button[name=answer][value=two]"))
    check_page(phone)
    assert phone.locator("tbody tr", has_text="Dubbel Koek").count() == 0
