"""What a person's own page shows of the form: what to confirm, what to send."""

from datetime import datetime

from applicants.enums import (
    OPEN_APPLICATION_STATES,
)
from applicants.models import Application, ApplicationDocument
from applicants.workflow.confirming import can_confirm
from becode.files.enums import DocumentState
from becode.people.models import Person
from becode.portal.cards import Card, card

CONFIRM_ORDER = 5
OWED_ORDER, SENT_ORDER = 20, 60


@card
def confirm_cards(person: Person, at: datetime) -> list[Card]:
    """A card for each application that a helper filled in; one query."""
    return [
        Card(CONFIRM_ORDER, "applicants/my/confirm_card.html", {"application": application})
        for application in Application.objects.of_person(person)
        if can_confirm(application)
    ]


@card
def document_cards(person: Person, at: datetime) -> list[Card]:
    """One card for what is asked, one for what was sent; one query."""
    documents = ApplicationDocument.objects.of_person(person).filter(
        application__state__in=OPEN_APPLICATION_STATES
    )
    owed, sent = [], []
    for document in documents:
        if document.state in (DocumentState.MISSING, DocumentState.REFUSED):
            owed.append(document)
        elif document.state != DocumentState.WAIVED:
            sent.append(document)
    cards = []
    if owed:
        context = {"documents": owed}
        cards.append(Card(OWED_ORDER, "applicants/my/owed_documents_card.html", context))
    if sent:
        context = {"documents": sent}
        cards.append(Card(SENT_ORDER, "applicants/my/sent_documents_card.html", context))
    return cards
