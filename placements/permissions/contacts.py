"""What a colleague of a company may do in its portal: docs/domain.md, "The company portal"."""

from dataclasses import dataclass

from placements.enums import ContactRole
from placements.models import CompanyContact, Internship, Position, Proposal
from placements.querysets import InternshipQuerySet, ProposalQuerySet

# Who reads everything about all interns of the company; a mentor alone sees their own.
SEE_ALL_INTERNS = (ContactRole.MANAGER, ContactRole.RECRUITER, ContactRole.SIGNATORY)
SEE_PROPOSALS = (ContactRole.MANAGER, ContactRole.RECRUITER)
TELL_OF_HIRES = (ContactRole.MANAGER, ContactRole.RECRUITER, ContactRole.MENTOR)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the pages offer to a contact; templates hide the buttons of the rest."""

    manages: bool
    signs: bool
    mentors: bool
    recruits: bool
    sees_proposals: bool
    sees_interns: bool
    tells_of_hires: bool


def rights_of(contact: CompanyContact) -> Rights:
    return Rights(
        manages=contact.has_role(ContactRole.MANAGER),
        signs=contact.has_role(ContactRole.SIGNATORY),
        mentors=contact.has_role(ContactRole.MENTOR),
        recruits=contact.has_role(ContactRole.RECRUITER),
        sees_proposals=contact.has_role(*SEE_PROPOSALS),
        sees_interns=contact.has_role(*SEE_ALL_INTERNS, ContactRole.MENTOR),
        tells_of_hires=contact.has_role(*TELL_OF_HIRES),
    )


def can_change_own_position(contact: CompanyContact, position: Position) -> bool:
    """Recruiters change what their company offers."""
    return position.company_id == contact.company_id and contact.has_role(ContactRole.RECRUITER)


def can_answer_proposal(contact: CompanyContact, proposal: Proposal) -> bool:
    """Recruiters answer what was proposed to their company."""
    return proposal.position.company_id == contact.company_id and contact.has_role(
        ContactRole.RECRUITER
    )


def can_change_colleague(contact: CompanyContact, colleague: CompanyContact) -> bool:
    """Managers look after the colleagues of their own company who are still there."""
    return (
        colleague.company_id == contact.company_id
        and colleague.is_active
        and contact.has_role(ContactRole.MANAGER)
    )


def internships_seen_by(contact: CompanyContact) -> InternshipQuerySet:
    """All interns of their company; only their own for somebody who is a mentor and no more."""
    rows: InternshipQuerySet = Internship.objects.of_company(contact.company_id)
    if contact.has_role(*SEE_ALL_INTERNS):
        return rows
    if contact.has_role(ContactRole.MENTOR):
        return rows.filter(mentor=contact)
    return rows.none()


def proposals_seen_by(contact: CompanyContact) -> ProposalQuerySet:
    """What was proposed to their company, for those who may read profiles."""
    rows: ProposalQuerySet = Proposal.objects.for_company(contact.company_id)
    return rows if contact.has_role(*SEE_PROPOSALS) else rows.none()


def known_by_proposal(contact: CompanyContact) -> ProposalQuerySet:
    """The people of whom this contact may tell us that the company hired them."""
    rows: ProposalQuerySet = Proposal.objects.for_company(contact.company_id).accepted()
    if contact.has_role(*SEE_PROPOSALS):
        return rows
    return rows.filter(internship__in=internships_seen_by(contact))
