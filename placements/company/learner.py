"""What a company may know of a learner. Templates get this, never the records behind it."""

from dataclasses import dataclass

from django.utils.translation import get_language, get_language_info

from becode.people.models import Person
from placements.enums import InternshipState, ProposalState
from placements.models import Internship, Proposal


@dataclass(frozen=True, slots=True)
class ShownContact:
    """What is shared once the company said yes."""

    full_name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLearner:
    """A learner as a company sees them: `name` is the name they are called by.

    The profile is empty once the company said no or the learner withdrew the consent;
    `contact` is None until the company said yes.
    """

    name: str
    track: str
    city: str
    profile: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    contact: ShownContact | None = None


def learner_of_proposal(proposal: Proposal, *, has_consent: bool) -> ShownLearner:
    """Nothing but the name after a no; the profile with consent; contact details after a yes."""
    person, cohort = proposal.enrolment.person, proposal.enrolment.cohort
    is_accepted = proposal.state == ProposalState.ACCEPTED
    shows_profile = has_consent and (is_accepted or proposal.state == ProposalState.PROPOSED)
    return ShownLearner(
        name=person.called,
        track=cohort.track.name,
        city=cohort.campus.city(get_language() or "en"),
        profile=proposal.enrolment.profile if shows_profile else "",
        skills=tuple(proposal.enrolment.skills) if shows_profile else (),
        languages=_languages(person) if shows_profile else (),
        contact=shared_contact(person) if is_accepted else None,
    )


def learner_of_internship(internship: Internship) -> ShownLearner:
    """The company said yes, so contact details are shared, unless it never came to anything."""
    person, cohort = internship.enrolment.person, internship.enrolment.cohort
    return ShownLearner(
        name=person.called,
        track=cohort.track.name,
        city=cohort.campus.city(get_language() or "en"),
        contact=None if internship.state == InternshipState.CANCELLED else shared_contact(person),
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
