"""What people do on the pages, in words; fields by name, so that it works in every language."""

from dataclasses import dataclass

from tests.journeys.conftest import check_page, code_in, link_in

# For a script: a planned `internship` has all its papers, signed, and may start; `at` is now.
READY = """
from becode.accounts.models import User
from becode.demo.agreeing import add_addresses
from becode.demo.internship_papers import Paperwork, make_ready
from becode.demo.partners import company_number
from becode.people.models import Person
from placements.models import Company
add_addresses(dict())
where = dict(address="Nieuwstraat 1", postcode="1000", municipality="Brussel")
Person.objects.filter(enrolments=internship.enrolment_id).update(born_on="1994-05-17", **where)
Company.objects.filter(pk=internship.company_id).update(
    number=company_number(internship.company_id), **where)
internship = type(internship).objects.get(pk=internship.pk)
officer = User.objects.get(email="ada@becode.example")
make_ready(internship, Paperwork(officer=officer, mentor=internship.mentor.user), at=at)
"""

# Far more than fit into the two seconds that somebody needs at least.
MOST_PRESSES = 100


@dataclass(frozen=True)
class Applicant:
    first_name: str
    last_name: str
    email: str
    phone: str = ""
    born: tuple[str, str, str] = ("17", "5", "1994")


def follow(page, locator) -> None:
    """Press a link or button that leads to another page, and be there."""
    with page.expect_navigation():
        locator.click()


def go_on(page) -> None:
    """Press the one button that leads on."""
    follow(page, page.locator("main .button--go").last)


def apply(page, applicant: Applicant, *, language: str, campus: str) -> None:
    """From the front page to the thank-you page."""
    page.goto(f"/{language}/")
    check_page(page)
    follow(page, page.locator("a.button--go").first)
    check_page(page)
    page.locator("[name=first_name]").fill(applicant.first_name)
    page.locator("[name=last_name]").fill(applicant.last_name)
    for name, value in zip(("day", "month", "year"), applicant.born, strict=True):
        page.locator(f"[name=birth_{name}]").fill(value)
    go_on(page)
    check_page(page)
    page.locator("[name=email]").fill(applicant.email)
    page.locator("[name=phone]").fill(applicant.phone)
    page.locator(f"[name=contact_language][value={language}]").check(force=True)
    go_on(page)
    check_page(page)
    for spoken in ("nl", "fr", "en"):
        level = "yes" if spoken == language else "a_little"
        page.locator(f"[name=lesson_{spoken}][value={level}]").check(force=True)
    go_on(page)
    check_page(page)
    page.locator("[name=track]").first.check(force=True)
    page.locator("[name=campus_1]").select_option(label=campus)
    go_on(page)
    check_page(page)
    page.locator("[name=motivation]").fill("Je veux apprendre. I want to learn. 🌱 <b>")
    page.locator("[name=heard_from]").select_option("word_of_mouth")
    go_on(page)
    check_page(page)
    page.locator("[name=application]").check(force=True)
    page.locator("[name=share_profile]").check(force=True)
    send(page)
    check_page(page)


def send(page) -> None:
    """Press the button that sends; whom the form finds too fast is asked to press it again."""
    for _press in range(MOST_PRESSES):
        go_on(page)
        if page.url.endswith("/thanks/"):
            return
        assert page.locator(".messages .notice").count() == 1, page.content()
    raise AssertionError(f"the form was not taken after {MOST_PRESSES} presses")


def open_personal_link(page, message) -> None:
    """Open the link of a message and press its one button."""
    page.goto(link_in(message))
    check_page(page)
    assert page.locator("form button").count() >= 1
    go_on(page)
    page.wait_for_url("**/my/**")
    check_page(page)


def sign_in(page, site, email: str) -> None:
    """Sign in at the common door with an e-mailed code; who did so before is still signed in.

    The door sends few codes to one address in a quarter of an hour, and many journeys begin here.
    """
    if email in site.signed_in:
        page.context.add_cookies(site.signed_in[email])
        page.goto("/accounts/login/")
        return
    before = len(site.mailbox.messages)
    page.goto("/accounts/login/")
    check_page(page)
    page.locator("[name=email]").first.fill(email)
    go_on(page)
    page.locator("[name=code]").wait_for()
    message = site.mailbox.wait_for(email, since=before)
    page.locator("[name=code]").fill(code_in(message))
    go_on(page)
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    site.signed_in[email] = page.context.cookies()


def open_application(page, name: str) -> None:
    """Open somebody's application from the list of applicants."""
    page.goto(f"/staff/applicants/application/?q={name}")
    follow(page, page.locator("#result_list tbody th a, #result_list tbody td a").first)
