"""Company A never sees company B's anything, nor what people tell the school alone.

Every address of the portal is asked with every key of the world: pages, files, exports. What
must not be seen carries a word that stands nowhere else.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from becode.core.actors import SYSTEM
from becode.core.sealing import token_digest
from becode.people import vault
from becode.people.models import ContactPoint
from becode.people.workflow import give_consents
from placements.enums import ContactRole
from placements.models import (
    CompanyNote,
    Establishment,
    FrameworkAgreement,
    GuestLink,
    Internship,
    InternshipEvaluation,
    JobPlacement,
)
from tests import factories
from tests.house.test_permissions import address, all_addresses

pytestmark = pytest.mark.django_db
PORTAL = ("placements:company:", "placements:guests:")


@dataclass
class Side:
    """A company with everything that one can have; each word about it holds its mark."""

    mark: str
    contact: Any
    keys: dict[str, set[Any]]


def _learner(mark: str, *, cohort: Any, at: Any) -> Any:
    """Somebody in training who agrees; a family name, ways to reach and needs with the mark."""
    person = factories.PersonFactory(
        first_name=f"{mark}-first", last_name=f"{mark}-family", email=f"{mark}-mail@mail.example"
    )
    phone = f"+3247{abs(hash(mark)) % 10_000_000:07d}"
    ContactPoint.objects.create(person=person, kind="phone", value=phone, key=phone)
    give_consents(
        person=person, purposes=["share_profile"], text_version="1", language="en",
        channel="form", actor=SYSTEM, at=at,
    )  # fmt: skip
    vault.write(person=person, kind="needs", text=f"{mark}-vault", actor=SYSTEM, at=at)
    enrolment = factories.EnrolmentFactory(person=person, cohort=cohort, state="in_training")
    enrolment.profile = f"{mark}-profile"
    enrolment.skills = [f"{mark}-skill"]
    enrolment.save()
    return enrolment


def build(mark: str, *, base: int, cohort: Any, at: Any) -> Side:
    """Each record has a key of its own from `base` on, so that no key is both companies'."""
    number = count(base)
    company = factories.CompanyFactory(
        pk=next(number), name=f"{mark}-company", sector=f"{mark}-sector", notes=f"{mark}-notes"
    )
    user = factories.UserFactory(name=f"{mark} contact", email=f"{mark}-contact@a.example")
    contact = factories.CompanyContactFactory(
        pk=next(number), company=company, user=user, job_title=f"{mark}-function"
    )
    mate = factories.CompanyContactFactory(
        pk=next(number),
        company=company,
        user=factories.UserFactory(name=f"{mark} mate", email=f"{mark}-mate@a.example"),
    )
    site = Establishment.objects.create(
        pk=next(number),
        company=company,
        address=f"{mark}-street",
        postcode="1000",
        municipality=f"{mark}-town",
    )
    CompanyNote.objects.create(company=company, channel="call", text=f"{mark}-note", at=at)
    framework = FrameworkAgreement.objects.create(
        pk=next(number),
        company=company,
        reference=f"{mark}-framework",
        start_on=at.date(),
        end_on=at.date(),
    )
    position = factories.PositionFactory(pk=next(number),
        company=company, campus=cohort.campus, title=f"{mark}-position", tasks=f"{mark}-tasks",
        site=f"{mark}-site", skills=[f"{mark}-asks"], establishment=site, mentor=mate, places=9,
    )  # fmt: skip
    proposed = factories.ProposalFactory(
        pk=next(number),
        position=position,
        enrolment=_learner(f"{mark}-one", cohort=cohort, at=at),
        note=f"{mark}-w",
    )
    placed = factories.ProposalFactory(
        pk=next(number),
        position=position,
        enrolment=_learner(f"{mark}-two", cohort=cohort, at=at),
        state="accepted",
        answered_at=at,
        learner_agreed_at=at,
    )
    internship = Internship.objects.create(pk=next(number),
        enrolment=placed.enrolment, proposal=placed, position=position, company=company,
        mentor=mate, state="running", start_on=at.date(), end_on=at.date() + timedelta(days=10),
    )  # fmt: skip
    evaluation = InternshipEvaluation.objects.create(pk=next(number),
        internship=internship, moment="week_1", by="mentor", due_on=at.date(),
        strengths=f"{mark}-strengths",
    )  # fmt: skip
    job = JobPlacement.objects.create(pk=next(number),
        person=placed.enrolment.person, enrolment=placed.enrolment, company=company,
        employer_name=f"{mark}-employer", function=f"{mark}-job", contract_type="permanent",
        start_on=at.date(), recorded_at=at,
    )  # fmt: skip
    times = {"made_at": at, "expires_at": at + timedelta(days=14)}
    GuestLink.objects.create(
        purpose="invite", digest=token_digest(f"{mark}-invite"), contact=mate, **times
    )
    GuestLink.objects.create(
        purpose="renew", digest=token_digest(f"{mark}-renew"), contact=mate, position=position,
        **times,
    )  # fmt: skip
    records = (company, contact, mate, site, framework, position, proposed, placed, internship)
    records += (evaluation, job)
    return Side(
        mark,
        contact,
        {"numbers": {one.pk for one in records}, "tokens": {f"{mark}-invite", f"{mark}-renew"}},
    )


@pytest.fixture
def sides(brussels, web):
    at = timezone.now()
    cohort = factories.CohortFactory(track=web, campus=brussels)
    ours = build("canary-ours", base=71_000, cohort=cohort, at=at)
    theirs = build("canary-theirs", base=72_000, cohort=cohort, at=at)
    return ours, theirs


def places(of: Side) -> dict[tuple[str, int], str]:
    """Every address of the portal with every key of a side: (label, which key) → path."""
    found = {}
    for label, (_name, arguments) in all_addresses().items():
        if label.startswith(PORTAL):
            keys = sorted(of.keys["tokens" if "token" in arguments else "numbers"])
            for number, value in enumerate(keys if arguments else [0]):
                found[label, number] = address(label, dict.fromkeys(arguments, value))
    return found


def pages(of: Side, *, client: Client, only: set[tuple[str, int]] | None = None) -> dict[str, str]:
    """The pages of the portal as this visitor gets them, by path: all, or `only` these places."""
    found = {}
    for place, path in places(of).items():
        if only is None or place in only:
            response = client.get(path)
            body = b"".join(response) if response.streaming else response.content
            found[path] = (
                f"{response.status_code} {response.headers} {body.decode('utf-8', 'replace')}"
            )
    return found


def fitting(of: Side, seen: dict[str, str]) -> set[tuple[str, int]]:
    """The places where a key is one of the sort that the page asks for."""
    return {place for place, path in places(of).items() if not seen[path].startswith("404")}


def signed_in_as(side: Side) -> Client:
    client = Client()
    client.force_login(side.contact.user)
    return client


def test_a_company_sees_nothing_of_another_one(sides):
    """With all roles at every place; with one at each where a key of that sort belongs."""
    ours, theirs = sides
    client = signed_in_as(ours)
    fit = None
    for roles in [list(ContactRole), *([role] for role in ContactRole)]:
        ours.contact.roles = roles
        ours.contact.save()
        own = pages(ours, client=client, only=fit)
        for path, page in {**own, **pages(theirs, client=client, only=fit)}.items():
            if "/link/" not in path:  # whoever holds a link sees what it is for, signed in or not
                assert theirs.mark not in page.replace(path, ""), (path, roles)
        fit = fit or fitting(ours, own)
        assert fit


def test_every_record_of_another_company_is_missing(sides):
    ours, theirs = sides
    client = signed_in_as(ours)
    for path, page in pages(theirs, client=client).items():
        has_key = any(part.isdecimal() for part in path.split("/"))
        if has_key and "/link/" not in path:
            assert page.startswith(("404", "405")), path


def test_before_a_yes_nothing_says_how_to_reach_and_the_vault_never_shows(sides):
    ours, _theirs = sides
    client = signed_in_as(ours)
    seen = "".join(pages(ours, client=client).values())
    assert "canary-ours-one-profile" in seen  # the walk does reach the pages
    assert "canary-ours-two-family" in seen
    hidden = ("canary-ours-one-family", "canary-ours-one-mail", "-vault", "canary-ours-notes",
              "canary-ours-note<", "canary-ours-framework")  # fmt: skip
    assert [word for word in hidden if word in seen] == []
    phone = ContactPoint.objects.get(kind="phone", person__first_name="canary-ours-one-first")
    assert phone.value not in seen


def test_a_mentor_sees_their_own_interns_alone(sides):
    ours, _theirs = sides
    ours.contact.roles = ["mentor"]
    ours.contact.save()
    client = signed_in_as(ours)
    seen = "".join(pages(ours, client=client).values())
    assert "canary-ours-two" not in seen
    assert "canary-ours-one" not in seen
    Internship.objects.filter(company=ours.contact.company).update(mentor=ours.contact)
    seen = "".join(pages(ours, client=client).values())
    assert "canary-ours-two-first" in seen
    assert "canary-ours-one" not in seen
    assert "-vault" not in seen


def test_links_name_nobody_and_show_one_thing(sides):
    ours, _theirs = sides
    links = {place for place, path in places(ours).items() if "/link/" in path}
    asked = pages(ours, client=Client(), only=links)
    seen = {path: page for path, page in asked.items() if page.startswith("200")}
    assert len(seen) == 2
    for path, page in seen.items():
        assert "-one" not in page, path
        assert "-two" not in page, path
        assert "canary-ours mate" not in page, path
