"""Who may do what with applications, lists and offers. Each `can_` agrees with `visible_to`."""

from applicants.models import (
    Application,
    ListPolicy,
    OutreachActivity,
    Referral,
    ReferralPartner,
    SeatOffer,
    Slot,
    WaitlistEntry,
)
from becode.accounts.enums import Role
from becode.accounts.models import User

DECIDERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER)
ASSESSORS = (Role.ADMISSIONS, Role.COACH, Role.CAMPUS_MANAGER)
VIEWERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER, Role.COACH, Role.DATA_PROTECTION)
# A list as a file leaves the house: not for everybody who may look.
EXPORTERS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER, Role.DATA_PROTECTION)


def decides(user: User) -> bool:
    """Whether admissions is this colleague's work at all."""
    return user.has_role(Role.ADMINISTRATOR, *DECIDERS)


def can_decide(user: User, application: Application) -> bool:
    """Take up, admit, reject, put on a list, withdraw: where one of the choices is theirs."""
    return decides(user) and _sees_a_choice(user, application)


def assesses_for(user: User, application: Application) -> bool:
    """Whether this colleague can be asked to score: one of the choices is their campus."""
    return user.has_role(*ASSESSORS) and _sees_a_choice(user, application)


def _sees_a_choice(user: User, application: Application) -> bool:
    if user.sees_campus(application.campus_id):
        return True
    chosen = application.choices.order_by("rank").values_list("campus_id", flat=True)
    return any(user.sees_campus(key) for key in chosen)


def can_manage_entry(user: User, entry: WaitlistEntry) -> bool:
    """Give priority, take off the list, offer a seat to this place."""
    return decides(user) and user.sees_campus(entry.campus_id)


# Who answers for the order of a list; admissions work with it and may read it.
RULE_MAKERS = (Role.CAMPUS_MANAGER,)


def can_set_policy(user: User, policy: ListPolicy) -> bool:
    """Write the rule of this list, switch it on, drop a draft."""
    return user.has_role(Role.ADMINISTRATOR, *RULE_MAKERS) and user.sees_campus(policy.campus_id)


def can_manage_offer(user: User, offer: SeatOffer) -> bool:
    """Take an offer back, or note the answer that somebody gave by phone."""
    return decides(user) and user.sees_campus(offer.cohort.campus_id)


# Who works with moments and with the lists of those who come.
HOSTS = (Role.ADMISSIONS, Role.CAMPUS_MANAGER, Role.COACH)


def can_judge(user: User, application: Application) -> bool:
    """Judge the present step, book for somebody: who decides, or whose work the step is."""
    if can_decide(user, application):
        return True
    step = application.present_step
    if step is None or not user.has_role(Role(step.step.owner_role)):
        return False
    return user.sees_campus(application.campus_id)


def can_plan_slot(user: User, slot: Slot) -> bool:
    """Plan, change and call off moments."""
    return decides(user) and user.sees_campus(slot.campus_id)


def can_hold_slot(user: User, slot: Slot) -> bool:
    """Note who was there, add somebody who walks in, close the list."""
    return user.has_role(Role.ADMINISTRATOR, *HOSTS) and user.sees_campus(slot.campus_id)


def can_change_partner(user: User, partner: ReferralPartner) -> bool:
    """Change a partner, its contacts and their access."""
    return decides(user) and (partner.campus_id is None or user.sees_campus(partner.campus_id))


def can_change_activity(user: User, activity: OutreachActivity) -> bool:
    """Hold, cancel, and write down who came."""
    return decides(user) and (activity.campus_id is None or user.sees_campus(activity.campus_id))


def can_answer_referral(user: User, referral: Referral) -> bool:
    """Note the yes or no that a person gave by phone."""
    return decides(user) and user.sees_campus(referral.campus_id)
