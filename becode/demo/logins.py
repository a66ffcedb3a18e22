"""The keys of a trial: logins of accounts, and the personal links of three people."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from becode.accounts import demo_logins
from becode.accounts.models import User
from becode.people.models import Person
from becode.portal.access import personal_link

WHO = {
    "waiting": "somebody on a waitlist",
    "offer": "somebody with a seat on offer",
    "learner": "a learner who looks for an internship",
}
NEXT_PAGE = {"offer": "offer"}


def hand_over(logins: list[User], shown: Mapping[str, Person], *, at: datetime) -> Path | None:
    """Write the file of demo logins, links at its end; None outside a trial."""
    path = demo_logins.write(logins)
    if path is None:
        return None
    lines = [
        f"{personal_link(shown[key], at=at, next_path=NEXT_PAGE.get(key, ''))}  {who}"
        for key, who in WHO.items()
        if key in shown
    ]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return path
