"""What a company may know of a learner. Templates get this, never the records behind it."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language, get_language_info

from becode.people.models import Person
from cohorts.enums import AssessedBy
from cohorts.models import Enrolment, Evaluation
from cohorts.progress import LEVEL_WORDS
from placements.enums import InternshipState, ProposalState, Province, Telework
from placements.models import Internship, LearnerProfile, Proposal


@dataclass(frozen=True, slots=True)
class ShownContact:
    """What is shared once both said yes."""

    full_name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLearner:
    """A learner as a company sees them: `name` is the name they are called by.

    The profile is empty once the company said no or the learner withdrew the consent;
    `contact` and `portfolio_url` are empty until both said yes.
    """

    name: str
    track: str
    city: str
    headline: str = ""
    profile: str = ""
    projects: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    competences: tuple[tuple[str, str], ...] = ()
    provinces: tuple[str, ...] = ()
    telework: str = ""
    portfolio_url: str = ""
    contact: ShownContact | None = None


def learner_of_proposal(proposal: Proposal, *, has_consent: bool) -> ShownLearner:
    """Nothing but the name after a no; the profile with consent; contact details once both said
    yes.
    """
    if not (has_consent and proposal.is_live):
        shown = named(proposal.enrolment)
    else:
        shown = shown_profile(proposal.enrolment)
    return reachable(shown, proposal.enrolment) if proposal.is_agreed else shown


def learner_of_internship(internship: Internship) -> ShownLearner:
    """Both said yes, so contact details are shared, unless it never came to anything."""
    is_shared = (
        internship.state != InternshipState.CANCELLED
        and internship.proposal.state == ProposalState.ACCEPTED
        and internship.proposal.learner_agreed_at is not None
    )
    shown = named(internship.enrolment)
    return reachable(shown, internship.enrolment) if is_shared else shown


def named(enrolment: Enrolment) -> ShownLearner:
    """The name somebody is called by, and what they learn where."""
    cohort = enrolment.cohort
    return ShownLearner(
        name=enrolment.person.called,
        track=cohort.track.name,
        city=cohort.campus.city(get_language() or "en"),
    )


def shown_profile(enrolment: Enrolment) -> ShownLearner:
    """What a company reads before anything is agreed: the CV without a way to reach anybody."""
    page: LearnerProfile | None = getattr(enrolment, "profile_page", None)
    return replace(
        named(enrolment),
        headline=page.headline if page else "",
        profile=enrolment.profile,
        projects=page.projects if page else "",
        skills=tuple(enrolment.skills),
        languages=_languages(enrolment.person),
        competences=_competences(enrolment) if page and page.shows_levels else (),
        provinces=tuple(str(Province(code).label) for code in page.provinces) if page else (),
        telework=str(Telework(page.telework).label) if page and page.telework else "",
    )


def reachable(shown: ShownLearner, enrolment: Enrolment) -> ShownLearner:
    """The same with the way to reach them, for once both said yes."""
    page: LearnerProfile | None = getattr(enrolment, "profile_page", None)
    return replace(
        shown,
        contact=shared_contact(enrolment.person),
        portfolio_url=page.portfolio_url if page else "",
    )


def _competences(enrolment: Enrolment) -> tuple[tuple[str, str], ...]:
    """(competence, level in words) of the coach's last evaluation that is filed."""
    last = (
        Evaluation.objects.filed()
        .filter(enrolment=enrolment, by=AssessedBy.COACH)
        .order_by("-due_on", "-pk")
        .first()
    )
    if last is None:
        return ()
    taught = enrolment.cohort.track.competences.filter(is_active=True)
    return tuple(
        (competence.name, str(LEVEL_WORDS[level]))
        for competence in taught
        if (level := last.marks.get(str(competence.pk))) in LEVEL_WORDS
    )


def shared_contact(person: Person) -> ShownContact:
    points = list(person.contact_points.usable())
    return ShownContact(
        full_name=person.full_name,
        emails=tuple(point.value for point in points if point.kind == "email"),
        phones=tuple(point.value for point in points if point.kind == "phone"),
    )


def _languages(person: Person) -> tuple[tuple[str, str], ...]:
    """(language, can follow a lesson in it), the languages known best first."""
    order = {"yes": 0, "a_little": 1, "no": 2}
    skills = sorted(person.language_skills.all(), key=lambda skill: order[skill.lesson_level])
    return tuple(
        (language_name(skill.language), str(skill.get_lesson_level_display()))
        for skill in skills
        if skill.lesson_level != "no"
    )


def language_name(code: str) -> str:
    """The name of a language in the active one; its code where nobody knows a name."""
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code.upper()
