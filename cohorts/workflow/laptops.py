"""Laptops: lent and brought back, each signed on screen, and what else becomes of them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.audit.record import move, record
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files.enums import DocumentState
from cohorts.enums import LAPTOP_MOVES, RUNNING, FileKind, LaptopState
from cohorts.models import Enrolment, FileItem, Laptop, LaptopLoan
from cohorts.signing import seal_of
from cohorts.workflow import file as learner_file


def hand_over_text(*, laptop: Laptop, enrolment: Enrolment, condition: str, at: datetime) -> str:
    """What the learner signs when they get a laptop, in their own language."""
    with translation.override(enrolment.person.contact_language):
        return _(
            "I, %(name)s, get the laptop %(laptop)s on loan on %(day)s. Its condition: "
            "%(condition)s. I take good care of it, I tell at once when it is broken or gone, and "
            "I bring it back when my training ends."
        ) % _facts(laptop, enrolment, condition, at)


def return_text(*, laptop: Laptop, enrolment: Enrolment, condition: str, at: datetime) -> str:
    """What the learner signs when they bring it back."""
    with translation.override(enrolment.person.contact_language):
        return _(
            "I, %(name)s, bring the laptop %(laptop)s back on %(day)s. Its condition: "
            "%(condition)s."
        ) % _facts(laptop, enrolment, condition, at)


@transaction.atomic
def hand_over(
    *,
    laptop: Laptop,
    enrolment: Enrolment,
    condition: str,
    signature: str,
    actor: Actor,
    at: datetime,
) -> LaptopLoan:
    """Lend a laptop to a learner, who signed for it; their form of the loan is then verified.

    Raises IllegalMove when it is not in stock, they have one already, or it is of another campus.
    """
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.select_for_update(no_key=True))
    if enrolment.state not in RUNNING:
        raise IllegalMove(_("This person is not in a training."))
    if laptop.campus_id != enrolment.cohort.campus_id:
        raise IllegalMove(_("This laptop is of another campus."))
    assert actor.key is not None  # colleagues alone
    text = hand_over_text(laptop=laptop, enrolment=enrolment, condition=condition, at=at)
    _move(laptop, LaptopState.ON_LOAN, "laptop.handed_over", actor=actor, at=at)
    try:
        with transaction.atomic():
            loan = LaptopLoan.objects.create(
                laptop=laptop,
                enrolment=enrolment,
                handed_at=at,
                handed_by_id=actor.key,
                hand_over_condition=condition,
                hand_over_text=text,
                hand_over_signature=signature,
                hand_over_signed_at=at,
                hand_over_sha256=seal_of(
                    text=text, signature=signature, person_key=enrolment.person_id, at=at
                ),
            )
    except IntegrityError as error:
        raise IllegalMove(_("This person has a laptop already.")) from error
    _record("loan.signed", loan, actor=actor, at=at)
    form = FileItem.objects.filter(enrolment=enrolment, kind=FileKind.LAPTOP_FORM).first()
    if form is not None and form.state not in (DocumentState.VERIFIED, DocumentState.WAIVED):
        learner_file.verify(item=form, actor=actor, at=at)
    return loan


@transaction.atomic
def take_back(
    *,
    loan: LaptopLoan,
    condition: str,
    signature: str,
    actor: Actor,
    at: datetime,
    needs_repair: bool = False,
) -> None:
    """The laptop is back and signed for; it goes to the stock or to repair.

    Raises IllegalMove when it was brought back already.
    """
    loan.refresh_from_db(from_queryset=LaptopLoan.objects.select_for_update())
    if loan.returned_at is not None:
        raise IllegalMove(_("This laptop was brought back already."))
    laptop, enrolment = loan.laptop, loan.enrolment
    text = return_text(laptop=laptop, enrolment=enrolment, condition=condition, at=at)
    loan.returned_at, loan.returned_to_id = at, actor.key
    loan.return_condition, loan.return_signature = condition, signature
    loan.return_text = text
    loan.return_sha256 = seal_of(
        text=text, signature=signature, person_key=enrolment.person_id, at=at
    )
    loan.save()
    to = LaptopState.IN_REPAIR if needs_repair else LaptopState.IN_STOCK
    if laptop.state == LaptopState.LOST and needs_repair:  # found, and broken
        _move(laptop, LaptopState.IN_STOCK, "laptop.back", actor=actor, at=at)
    _move(laptop, to, "laptop.back", actor=actor, at=at)
    _record("loan.returned", loan, actor=actor, at=at)


@transaction.atomic
def change_state(*, laptop: Laptop, to: str, actor: Actor, at: datetime) -> None:
    """To repair, out of use, lost, or back in stock. What is lent comes back by `take_back`.

    Raises IllegalMove for a laptop that somebody has, unless it is lost.
    """
    is_out = LaptopLoan.objects.out().filter(laptop=laptop).exists()
    if to == LaptopState.ON_LOAN or (is_out and to != LaptopState.LOST):
        raise IllegalMove(_("Somebody has this laptop. Note first that it is back."))
    _move(laptop, LaptopState(to), "laptop.state_changed", actor=actor, at=at)


def _move(laptop: Laptop, to: LaptopState, label: str, *, actor: Actor, at: datetime) -> None:
    move(laptop, moves=LAPTOP_MOVES, to=to, label=label, actor=actor, at=at)


def _record(label: str, loan: LaptopLoan, *, actor: Actor, at: datetime) -> None:
    person_key = loan.enrolment.person_id
    record(label, subject=loan, person_key=person_key, actor=actor, at=at)


def _facts(laptop: Laptop, enrolment: Enrolment, condition: str, at: datetime) -> dict[str, str]:
    number = f" ({laptop.serial})" if laptop.serial else ""
    return {
        "name": enrolment.person.full_name,
        "laptop": f"{laptop.tag}{number}",
        "day": date_format(clock.local_day(at), "j F Y"),
        "condition": condition or "–",
    }
