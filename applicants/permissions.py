"""Who may do what with applications, lists and offers. Each `can_` agrees with `visible_to`."""

from applicants.models import Application, SeatOffer, WaitlistEntry
from becode.accounts.enums import Role
from becode.accounts.models import User

DECIDERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER)
VIEWERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER, Role.COACH, Role.DATA_PROTECTION)
# A list as a file leaves the house: not for everybody who may look.
EXPORTERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER, Role.DATA_PROTECTION)


def decides(user: User) -> bool:
    """Whether admissions is this colleague's work at all."""
    return user.has_role(Role.ADMINISTRATOR, *DECIDERS)


def can_decide(user: User, application: Application) -> bool:
    """Take up, admit, reject, put on a list, withdraw: where one of the choices is theirs."""
    if not decides(user):
        return False
    if user.sees_campus(application.campus_id):
        return True
    chosen = application.choices.order_by("rank").values_list("campus_id", flat=True)
    return any(user.sees_campus(key) for key in chosen)


def can_manage_entry(user: User, entry: WaitlistEntry) -> bool:
    """Give priority, take off the list, offer a seat to this place."""
    return decides(user) and user.sees_campus(entry.campus_id)


def can_manage_offer(user: User, offer: SeatOffer) -> bool:
    """Take an offer back, or note the answer that somebody gave by phone."""
    return decides(user) and user.sees_campus(offer.cohort.campus_id)
