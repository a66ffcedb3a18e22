"""What a mark from 1 to 5 means for each criterion, in words. docs/domain.md, "Scores"."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By criterion: what 1, 2, 3, 4 and 5 look like. About what somebody does, never who they are.
GUIDANCE: Mapping[str, Sequence[Promise]] = {
    "motivation": (
        _("Does not say why they want this training."),
        _("Gives a reason that would fit any training."),
        _("Says what they expect and why now."),
        _("Has tried something already and tells about it."),
        _("Has a clear goal and takes steps towards it alone."),
    ),
    "group_behaviour": (
        _("Works against the others or leaves the group."),
        _("Stays apart, also when invited."),
        _("Works along when somebody asks."),
        _("Listens, shares and asks for help."),
        _("Makes the others better and brings the quiet ones in."),
    ),
    "perseverance": (
        _("Stops at the first difficulty."),
        _("Goes on only with much help."),
        _("Tries a second time in the same way."),
        _("Tries several ways before asking."),
        _("Does not let go, and learns from each failure."),
    ),
    "availability": (
        _("Cannot come most days."),
        _("Comes only if much changes first."),
        _("Can come, with something still to arrange."),
        _("Can come every day, with a plan for trouble."),
        _("Can come every day and has arranged everything."),
    ),
    "language": (
        _("Does not understand the task."),
        _("Understands with translation or gestures."),
        _("Understands simple words said slowly."),
        _("Follows the lesson and asks when unsure."),
        _("Follows everything and explains it to others."),
    ),
}
