"""What learners bring along, learn, and leave with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.core.moves import Moves


class CoachRole(models.TextChoices):
    LEAD = "lead", _("Lead coach")
    SECOND = "second", _("Second coach")
    INSERTION = "insertion", _("Contact for work and internships")


class FileKind(models.TextChoices):
    """What the administrative file of a learner holds. docs/domain.md, "The training"."""

    WAIVER = "waiver", _("Waiver of job search")
    PERMIT = "permit", _("Residence permit with right to work")
    BENEFIT = "benefit", _("Benefit and its end")
    CONTRACT = "contract", _("Training contract")
    LAPTOP_FORM = "laptop_form", _("Form of the laptop loan")


class Schooling(models.TextChoices):
    """The highest diploma, by the level of ISCED 2011."""

    ISCED_0 = "0", _("None")
    ISCED_1 = "1", _("Primary school")
    ISCED_2 = "2", _("Lower secondary school")
    ISCED_3 = "3", _("Secondary school")
    ISCED_4 = "4", _("A year after secondary school (Se-n-Se)")
    ISCED_5 = "5", _("Graduate (HBO5, BES)")
    ISCED_6 = "6", _("Bachelor")
    ISCED_7 = "7", _("Master")
    ISCED_8 = "8", _("Doctorate")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")
    NOT_ASKED = "not_asked", _("Not asked")


class LabourStatus(models.TextChoices):
    UNEMPLOYED = "unemployed", _("Looking for work, registered or not")
    INACTIVE = "inactive", _("Not looking for work")
    EMPLOYED = "employed", _("Working, for somebody or for themself")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")
    NOT_ASKED = "not_asked", _("Not asked")


class NationalityGroup(models.TextChoices):
    BELGIAN = "belgian", _("Belgian")
    EU = "eu", _("Of another country of the European Union")
    THIRD = "third", _("Of a country outside the European Union, or of none")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")
    NOT_ASKED = "not_asked", _("Not asked")


class BirthCountry(models.TextChoices):
    """Where somebody, or a parent, was born."""

    BELGIUM = "belgium", _("In Belgium")
    ABROAD = "abroad", _("In another country")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")
    NOT_ASKED = "not_asked", _("Not asked")


class Housing(models.TextChoices):
    OWN = "own", _("A home of their own, rented or bought")
    FAMILY = "family", _("With family")
    INSECURE = "insecure", _("No home, or one that is not sure or not fit")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")
    NOT_ASKED = "not_asked", _("Not asked")


class Intent(models.TextChoices):
    """Why somebody follows the training, as said in the first days. docs/domain.md, "Outcomes"."""

    JOB_IN_FIELD = "job_in_field", _("Find a job in this field within half a year")
    STAY = "stay", _("Stay with my employer")
    ENRICH = "enrich", _("Learn for myself")
    STUDY = "study", _("Study on")


class AssessmentMoment(models.TextChoices):
    MID = "mid", _("Half-way")
    END = "end", _("At the end")


class AssessedBy(models.TextChoices):
    SELF = "self", _("The learner")
    COACH = "coach", _("The coach")


class GoalState(models.TextChoices):
    OPEN = "open", _("Working on it")
    REACHED = "reached", pgettext_lazy("goal", "Reached")
    DROPPED = "dropped", pgettext_lazy("goal", "Dropped")


GOAL_MOVES = Moves(
    {
        GoalState.OPEN: [GoalState.REACHED, GoalState.DROPPED],
        GoalState.REACHED: [GoalState.OPEN],
        GoalState.DROPPED: [GoalState.OPEN],
    }
)


class DecidedBy(models.TextChoices):
    LEARNER = "learner", _("The learner")
    SCHOOL = "school", _("The school")
    BOTH = "both", _("Both together")


class RequirementKind(models.TextChoices):
    """What a track asks before somebody graduates; all but `checked` are counted by themselves."""

    ATTENDANCE = "attendance", _("Present or justified, at least this % of the hours")
    COMPETENCES = "competences", _("At least this % of the competences at level 3 or 4 at the end")
    INTERNSHIP = "internship", _("The internship is done")
    LAPTOP = "laptop", _("The laptop is back")
    CHECKED = "checked", _("A coach says so")


class LaptopState(models.TextChoices):
    IN_STOCK = "in_stock", _("In stock")
    ON_LOAN = "on_loan", _("On loan")
    IN_REPAIR = "in_repair", _("In repair")
    LOST = "lost", _("Lost")
    RETIRED = "retired", _("Out of use")


LAPTOP_MOVES = Moves(
    {
        LaptopState.IN_STOCK: [
            LaptopState.ON_LOAN,
            LaptopState.IN_REPAIR,
            LaptopState.LOST,
            LaptopState.RETIRED,
        ],
        LaptopState.ON_LOAN: [LaptopState.IN_STOCK, LaptopState.IN_REPAIR, LaptopState.LOST],
        LaptopState.IN_REPAIR: [LaptopState.IN_STOCK, LaptopState.RETIRED],
        LaptopState.LOST: [LaptopState.IN_STOCK, LaptopState.RETIRED],
        LaptopState.RETIRED: [LaptopState.IN_STOCK],
    }
)
