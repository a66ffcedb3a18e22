"""Who gets what at every address: the expectations, as data.

A new address fails the tests until it has its line here. `PAGES` has one line per URL name;
`RECORDS` one per list of the staff site, which stands for its list, add, change, edit, history
and delete pages; `VERBS` one per verb of such a record: "list.verb" and the roles that may use it.

What those who may not get: at staff pages 403, or the way to the door for everybody who is no
colleague; at records outside their campuses, companies or person 404, as for a missing record.
"""

from dataclasses import dataclass

ADMISSIONS, COACH, PLACEMENT = "admissions", "coach", "placement"
MANAGER, REPORTING, PRIVACY = "campus_manager", "reporting", "data_protection"
NOBODY_ELSE: tuple[str, ...] = ()  # administrators alone
ALL = (ADMISSIONS, COACH, PLACEMENT, MANAGER, REPORTING, PRIVACY)
HELPERS = (ADMISSIONS, COACH, PLACEMENT, MANAGER)

OPEN, ACCOUNT, STAFF, PERSON, COMPANY = "open", "account", "staff", "person", "company"


@dataclass(frozen=True)
class Page:
    """`get` and `post` are what those who may get for a GET and for an empty POST.

    `record` names the record in the address (tests/house/world.py); `shared` ones are not
    scoped. `signed_in`: what somebody with an account gets at an open page, if anything else.
    `writes`: the tables that a GET may write to, with a good reason.
    """

    kind: str
    get: int = 200
    post: int = 405
    record: str = ""
    roles: tuple[str, ...] = ALL
    shared: bool = False
    signed_in: int | None = None
    writes: tuple[str, ...] = ()


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


PAGES: dict[str, Page] = {
    # Everybody
    "to_language": Page(OPEN, get=302),
    "health_live": Page(OPEN),
    "health_ready": Page(OPEN),
    "applicants:public:home": Page(OPEN),
    "applicants:public:privacy": Page(OPEN),
    # The door
    "account_login": Page(OPEN, post=200, signed_in=302),
    "account_request_login_code": Page(OPEN, get=302, post=302),
    "account_confirm_login_code": Page(OPEN, get=302, post=302),
    "account_inactive": Page(OPEN),
    "account_logout": Page(OPEN, get=302, post=302),
    "accounts:demo_sign_in": Page(OPEN, get=404, post=404),
    "accounts:after_sign_in": Page(ACCOUNT, get=302),
    "mfa_index": Page(ACCOUNT),
}
RECORDS: dict[str, Records] = {
    "accounts_user": Records(
        "user", view=NOBODY_ELSE, add=NOBODY_ELSE, shared=True, has_verbs=True
    ),
}
VERBS: dict[str, tuple[str, ...]] = {
    "accounts_user.details": NOBODY_ELSE,
    "accounts_user.roles": NOBODY_ELSE,
    "accounts_user.invite": NOBODY_ELSE,
    "accounts_user.deactivate": NOBODY_ELSE,
    "accounts_user.reactivate": NOBODY_ELSE,
}
