"""What colleagues do on the page of a company, beside inviting and offering."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.verbs import Verb
from placements.admin.company_forms import (
    ChooseEstablishmentForm,
    EstablishmentForm,
    MoveContactForm,
    NoteForm,
    OwnerForm,
    RolesForm,
    StepDoneForm,
)
from placements.admin.framework_forms import DraftForm
from placements.models import Company
from placements.permissions import can_change_company
from placements.workflow import companies, establishments, framework, keeping_touch


def _is_active(company: Company) -> bool:
    return company.is_active and company.merged_into_id is None


COMPANY_VERBS: list[Verb] = [
    Verb(
        "note",
        label=_("Note a contact"),
        icon="add_call",
        form=NoteForm,
        explain=_("What was said, and what you promised. It comes back on its day in Today."),
        done=_("The contact is noted."),
        allowed=can_change_company,
        run=lambda company, data, actor, at: keeping_touch.note_contact(
            company=company, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "step-done",
        label=_("Next step is done"),
        icon="task_alt",
        quiet=True,
        form=StepDoneForm,
        done=_("It is done."),
        allowed=can_change_company,
        possible=lambda company: company.log.to_do().exists(),
        run=lambda company, data, actor, at: keeping_touch.finish_step(
            note=data["note"], actor=actor, at=at
        ),
    ),
    Verb(
        "establishment",
        label=_("Add an establishment"),
        icon="add_location",
        quiet=True,
        form=EstablishmentForm,
        done=_("The establishment is added."),
        allowed=can_change_company,
        possible=_is_active,
        run=lambda company, data, actor, at: establishments.add_establishment(
            company=company, actor=actor, at=at, **data
        ),
    ),
    Verb(
        "close-establishment",
        label=_("Close an establishment"),
        icon="location_off",
        quiet=True,
        form=ChooseEstablishmentForm,
        explain=_("Nothing new is offered there. What runs there stays."),
        done=_("The establishment is closed."),
        allowed=can_change_company,
        possible=lambda company: company.establishments.filter(is_active=True).exists(),
        run=lambda company, data, actor, at: establishments.close_establishment(
            establishment=data["establishment"], actor=actor, at=at
        ),
    ),
    Verb(
        "framework",
        label=_("Draft a framework agreement"),
        icon="contract",
        quiet=True,
        form=DraftForm,
        done=_("The agreement is drafted. Put it in force once both sides agreed."),
        allowed=can_change_company,
        possible=_is_active,
        run=lambda company, data, actor, at: framework.draft(
            company=company, actor=actor, at=at, **data
        ),
        goes_to=lambda company, made: reverse(
            "admin:placements_frameworkagreement_change", args=[made.pk]
        ),
    ),
    Verb(
        "owner",
        label=_("Who looks after it"),
        icon="person_pin",
        quiet=True,
        form=OwnerForm,
        done=_("It is written down."),
        allowed=can_change_company,
        run=lambda company, data, actor, at: companies.hand_to(
            company=company, owner=data["owner"], actor=actor, at=at
        ),
    ),
    Verb(
        "roles",
        label=_("Roles of a contact"),
        icon="badge",
        quiet=True,
        form=RolesForm,
        done=_("The roles are changed."),
        allowed=can_change_company,
        run=lambda company, data, actor, at: companies.change_roles(
            contact=data["contact"], roles=data["roles"], actor=actor, at=at
        ),
    ),
    Verb(
        "move-contact",
        label=_("A contact changed company"),
        icon="move_up",
        quiet=True,
        form=MoveContactForm,
        explain=_("Their account goes along. What they signed here stays here, with their name."),
        done=_("Moved. Give them their roles on the page of the other company."),
        allowed=can_change_company,
        run=lambda company, data, actor, at: companies.move_contact(
            contact=data["contact"], company=data["company"], actor=actor, at=at
        ),
        goes_to=lambda company, made: reverse(
            "admin:placements_company_change", args=[made.company_id]
        ),
    ),
]
