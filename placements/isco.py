"""ISCO-08 groups that our people often work in: suggestions, nothing more.

Groups that begin with 25 or 35 are digital work. docs/domain.md, "Outcomes that can be audited".
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIGITAL = ("25", "35")
COMMON: tuple[tuple[str, str | Promise], ...] = (
    ("2511", _("Systems analyst")),
    ("2512", _("Software developer")),
    ("2513", _("Web and multimedia developer")),
    ("2514", _("Applications programmer")),
    ("2519", _("Software tester")),
    ("2521", _("Database specialist")),
    ("2522", _("Systems administrator")),
    ("2523", _("Network specialist")),
    ("2529", _("Security or data specialist")),
    ("3511", _("IT operations technician")),
    ("3512", _("IT support technician")),
    ("3513", _("Network technician")),
    ("3514", _("Web technician")),
    ("2166", _("Graphic or multimedia designer")),
    ("2431", _("Digital marketer")),
    ("4132", _("Data entry clerk")),
)


def is_digital(group: str) -> bool:
    """Whether a group is ICT work by itself."""
    return group.startswith(DIGITAL)


def words_of(group: str) -> str:
    """The group with its name where we know it: "2512 Software developer"."""
    name = dict(COMMON).get(group)
    return f"{group} {name}" if name else group
