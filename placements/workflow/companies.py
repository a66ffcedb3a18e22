"""Partner companies and the contacts who may use their portal."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.accounts.workflow import create_account, deactivate, reactivate
from becode.audit.record import record
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from placements.enums import ContactRole
from placements.models import Company, CompanyContact
from placements.notifications.contacts import ContactInvited
from placements.numbers import clean_company_number

# Addresses of accounts that only keep a name for the past: this domain never exists.
FORMER_DOMAIN = "former.invalid"


@transaction.atomic
def create_company(
    *,
    name: str,
    actor: Actor,
    at: datetime,
    number: str = "",
    sector: str = "",
    address: str = "",
    postcode: str = "",
    municipality: str = "",
    website: str = "",
    language: str = "",
    owner: User | None = None,
    campuses: Iterable[Campus] = (),
    notes: str = "",
    is_demo: bool = False,
) -> Company:
    """A new partner; `number` in any usual spelling.

    Raises ValidationError for a wrong number, IllegalMove for one that another company has.
    """
    number = clean_company_number(number)
    if number and Company.objects.filter(number=number).exists():
        raise IllegalMove(_("There is a company with this number."))
    company = Company.objects.create(
        name=name,
        number=number,
        sector=sector,
        address=address,
        postcode=postcode,
        municipality=municipality,
        website=website,
        language=language,
        owner=owner,
        notes=notes,
        created_at=at,
        is_demo=is_demo,
    )
    company.campuses.set(campuses)
    record("company.created", subject=company, actor=actor, at=at)
    return company


@transaction.atomic
def edit_company(
    *, company: Company, actor: Actor, at: datetime, changes: Mapping[str, object]
) -> None:
    """Change a company's own facts; a number in any usual spelling."""
    for name, value in changes.items():
        setattr(company, name, value)
    company.number = clean_company_number(company.number)
    company.save()
    record(
        "company.edited",
        subject=company,
        actor=actor,
        at=at,
        keys={"fields": ",".join(sorted(changes))},
    )


@transaction.atomic
def invite_contact(
    *,
    company: Company,
    name: str,
    email: str,
    actor: Actor,
    at: datetime,
    language: str = "nl",
    phone: str = "",
    job_title: str = "",
    roles: Iterable[str] = tuple(ContactRole),
    has_portal: bool = True,
    is_demo: bool = False,
) -> CompanyContact:
    """Give somebody of a company access to its portal, and write to them where to sign in.

    Without a portal they only answer by links, and hear nothing of it now.

    An address that left (this company or another one) comes back with its account. Raises
    IllegalMove for an address that is in use by a colleague or by another company's contact.
    """
    user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    contact = CompanyContact.objects.filter(user=user).first() if user else None
    if user is not None and user.is_staff:
        raise IllegalMove(_("A colleague of the school has this e-mail address."))
    if contact is not None and contact.is_active and contact.company_id != company.pk:
        raise IllegalMove(_("A contact of another company has this e-mail address."))
    if contact is not None and contact.is_active:
        raise IllegalMove(_("This person is a contact of this company already."))
    if user is None:
        user = create_account(
            email=email,
            name=name,
            language=language,
            phone=phone,
            actor=actor,
            at=at,
            is_demo=is_demo,
        )
    elif not user.is_active:
        user = reactivate(user, actor=actor, at=at)
    if contact is None:
        contact = CompanyContact(user=user)
    contact.company, contact.job_title, contact.is_active = company, job_title, True
    contact.roles, contact.has_portal = [str(role) for role in roles], has_portal
    contact.invited_at = at if has_portal else None
    contact.save()
    record("contact.invited", subject=contact, actor=actor, at=at, keys={"company": company.pk})
    if has_portal:
        send(ContactInvited(contact), at=at, dedupe=at.isoformat())
    return contact


@transaction.atomic
def deactivate_contact(*, contact: CompanyContact, actor: Actor, at: datetime) -> None:
    """End somebody's access to the portal at once; an account without a role ends with it."""
    if CompanyContact.objects.filter(pk=contact.pk, is_active=True).update(is_active=False) != 1:
        raise IllegalMove(_("This access was ended already."))
    contact.is_active = False
    record(
        "contact.deactivated",
        subject=contact,
        actor=actor,
        at=at,
        keys={"company": contact.company_id},
    )
    if contact.user.is_active and not contact.user.roles:
        deactivate(contact.user, actor=actor, at=at)


@transaction.atomic
def hand_to(*, company: Company, owner: User | None, actor: Actor, at: datetime) -> None:
    """Somebody else (or nobody in particular) looks after a company from now on."""
    if Company.objects.filter(pk=company.pk).exclude(owner=owner).update(owner=owner) != 1:
        raise IllegalMove(_("This colleague looks after the company already."))
    company.owner = owner
    record(
        "company.owner",
        subject=company,
        actor=actor,
        at=at,
        keys={"owner": owner.pk if owner else None},
    )


@transaction.atomic
def change_roles(
    *,
    contact: CompanyContact,
    roles: Iterable[str],
    actor: Actor,
    at: datetime,
    job_title: str | None = None,
) -> None:
    """What a contact may do at the company; their function, where it is given."""
    wanted = [str(role) for role in ContactRole if role in set(roles)]
    contact.roles = wanted
    if job_title is not None:
        contact.job_title = job_title
    contact.save(update_fields=["roles", "job_title"])
    record(
        "contact.roles",
        subject=contact,
        actor=actor,
        at=at,
        keys={"company": contact.company_id, "roles": ",".join(wanted)},
    )


@transaction.atomic
def move_contact(
    *, contact: CompanyContact, company: Company, actor: Actor, at: datetime
) -> CompanyContact:
    """Somebody works for another company now: the account goes along, the history stays.

    The old contact ends and keeps what it signed and evaluated, under an account of its own that
    nobody can use; the new one begins without roles. Raises IllegalMove for the same company.
    """
    if contact.company_id == company.pk:
        raise IllegalMove(_("This person is a contact of this company already."))
    user = User.objects.select_for_update().get(pk=contact.user_id)
    keeper = create_account(
        email=f"former-{contact.pk}-{at:%Y%m%d%H%M%S}@{FORMER_DOMAIN}",
        name=user.name,
        language=user.language,
        phone="",
        actor=actor,
        at=at,
        is_demo=user.is_demo,
    )
    deactivate(keeper, actor=actor, at=at)
    contact.user, contact.is_active = keeper, False
    contact.save(update_fields=["user", "is_active"])
    made = CompanyContact.objects.create(
        company=company, user=user, roles=[], has_portal=contact.has_portal, invited_at=at
    )
    record(
        "contact.moved",
        subject=made,
        actor=actor,
        at=at,
        keys={"from": contact.company_id, "company": company.pk},
    )
    return made
