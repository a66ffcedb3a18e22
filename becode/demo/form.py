"""What the form brings in: answers to questions, documents in every state, calls for help."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile

from applicants.enums import ApplicationState, DocumentKind
from applicants.models import Application, Question
from applicants.questions.given import Given
from applicants.workflow import documents
from applicants.workflow.answering import keep_answers
from applicants.workflow.helping import ask_for_help, finish_help
from becode.accounts.enums import Role
from becode.core.actors import PUBLIC, Actor
from becode.demo.world import World
from becode.files import store

# A page with nothing on it: enough to open and to look at.
BLANK_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
ANSWERS = {
    "laptop": ("yes", "no", "yes"),
    "internet": ("yes", "yes", "no"),
    "experience": ("everyday", "none", "code", "office"),
    "jobseeker": ("yes", "no"),
    "service": ("actiris", "vdab", "forem"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody who wants to be called; `page` is where they pressed the button."""

    name: str
    phone: str
    language: str
    page: str
    question: str
    campus: str


CALLS = (
    Call(
        name="Mariam Sesay",
        phone="+32465009191",
        language="en",
        page="contact",
        question="I have no e-mail. Is that a problem?",
        campus="BXL",
    ),
    Call(
        name="Jean-Luc Mbuyi",
        phone="+32465009292",
        language="fr",
        page="course",
        question="Je ne sais pas quelle ville choisir.",
        campus="LIE",
    ),
)


def add_form(world: World) -> None:
    """Plan it for the last days, through the same workflows as everybody's."""
    world.chronicle.plan(world.at - timedelta(hours=3), lambda at: _answer(world, at))
    world.chronicle.plan(world.at - timedelta(hours=2), lambda at: _documents(world, at))
    for hours, call in zip((26, 4), CALLS, strict=True):
        world.chronicle.plan(world.at - timedelta(hours=hours), partial(_call, world, call))
    world.chronicle.plan(world.at - timedelta(hours=50), lambda at: _called(world, at))


def _call(world: World, call: Call, at: datetime) -> None:
    ask_for_help(
        name=call.name,
        phone=call.phone,
        language=call.language,
        question=call.question,
        page=call.page,
        campus=world.campuses[call.campus],
        actor=PUBLIC,
        at=at,
        is_demo=True,
    )


def _recent() -> list[Application]:
    """Those that are being looked at, the longest first."""
    found = Application.objects.filter(
        person__is_demo=True,
        state__in=[ApplicationState.SUBMITTED, ApplicationState.IN_SELECTION],
    )
    return list(found.select_related("person", "campus").order_by("submitted_at", "pk"))


def _answer(world: World, at: datetime) -> None:
    asked = {one.key: one for one in Question.objects.filter(key__in=ANSWERS).order_by("position")}
    for number, application in enumerate(_recent()[:12]):
        given = []
        for key, question in asked.items():
            if key == "service" and ANSWERS["jobseeker"][number % 2] == "no":
                continue
            version = question.versions.order_by("-number").first()
            if version is not None:
                value = ANSWERS[key][number % len(ANSWERS[key])]
                given.append(Given(question, version, values=(value,)))
        keep_answers(application=application, given=given, consents=[], actor=PUBLIC, at=at)


def _documents(world: World, at: datetime) -> None:
    """One in each state, and two that nobody looked at yet."""
    kinds = list(DocumentKind)
    for number, application in enumerate(_recent()[:6]):
        admissions = world.colleagues.acting(Role.ADMISSIONS, application.campus.code)
        document = documents.request_document(
            application=application, kind=kinds[number % 4], actor=admissions, at=at
        )
        if number == 0:
            continue
        if number == 5:
            documents.waive_document(document=document, actor=admissions, at=at)
            continue
        file = store.keep(ContentFile(BLANK_PAGE, name="document.pdf"), at=at)
        person = Actor.person(application.person)
        documents.receive_document(document=document, file=file, actor=person, at=at)
        if number == 1:
            until = (at + timedelta(days=200)).date()
            documents.verify_document(document=document, valid_until=until, actor=admissions, at=at)
        if number == 2:
            remark = "We cannot read the last line. Please take the photo again in the light."
            documents.refuse_document(document=document, remark=remark, actor=admissions, at=at)


def _called(world: World, at: datetime) -> None:
    asked = ask_for_help(
        name="Hassan Yilmaz",
        phone="+32465009393",
        language="nl",
        question="Ik vind de knop niet.",
        campus=world.campuses["ANT"],
        page="about",
        actor=PUBLIC,
        at=at,
        is_demo=True,
    )
    actor = world.colleagues.acting(Role.ADMISSIONS, "ANT")
    finish_help(asked=asked, outcome="We filled it in together.", actor=actor, at=at)
