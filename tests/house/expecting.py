"""What the lines of permissions.py and expected/ are made of: roles, kinds of pages, records."""

from dataclasses import dataclass, field

ADMISSIONS, COACH, PLACEMENT = "admissions", "coach", "placement"
MANAGER, REPORTING, PRIVACY = "campus_manager", "reporting", "data_protection"
NOBODY_ELSE: tuple[str, ...] = ()  # administrators alone
ALL = (ADMISSIONS, COACH, PLACEMENT, MANAGER, REPORTING, PRIVACY)
HELPERS = (ADMISSIONS, COACH, PLACEMENT, MANAGER)
DECIDERS = (ADMISSIONS, MANAGER)
VIEWERS = (ADMISSIONS, COACH, MANAGER, PRIVACY)
COHORT_VIEWERS = (ADMISSIONS, COACH, PLACEMENT, MANAGER, REPORTING)
PLACERS = (PLACEMENT, MANAGER)
VAULT = (COACH, MANAGER, PRIVACY)

OPEN, ACCOUNT, STAFF, PERSON, COMPANY = "open", "account", "staff", "person", "company"
REFERRER = "referrer"


@dataclass(frozen=True)
class Page:
    """`get` and `post` are what those who may get for a GET and for an empty POST.

    405: the page does not take the method, whoever asks. `record` names the record in the
    address (tests/house/world.py); `shared` ones are not scoped. `post_roles`: who may send
    where that is not everybody who may look. `others` are the answers (GET, POST) to visitors
    or kinds of visitors that differ: "accounts", "companies", "persons", or one by name.
    `without_token`: the answer to a POST without a CSRF token, where machines send it.
    """

    kind: str
    get: int = 200
    post: int = 405
    record: str = ""
    roles: tuple[str, ...] = ALL
    post_roles: tuple[str, ...] | None = None
    shared: bool = False
    others: dict[str, tuple[int, int]] = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    without_token: int = 403


@dataclass(frozen=True)
class Records:
    """A list of the staff site. Roles beside the administrator; None: not even they."""

    record: str
    view: tuple[str, ...]
    add: tuple[str, ...] | None = None
    change: tuple[str, ...] | None = None
    delete: tuple[str, ...] | None = None
    shared: bool = False
    has_verbs: bool = False


def verbs(records: str, roles: tuple[str, ...], keys: str) -> dict[str, tuple[str, ...]]:
    """Lines of VERBS for several verbs with the same roles."""
    return {f"{records}.{key}": roles for key in keys.split()}
