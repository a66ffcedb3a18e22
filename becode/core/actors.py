"""Who acts. Workflows take an `Actor`, audit rows keep its kind and key."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "user"
    PERSON = "person"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that changes a record: an account, a person, a job, a visitor."""

    kind: ActorKind
    key: int | None = None

    @classmethod
    def user(cls, user: object) -> "Actor":
        return cls(ActorKind.USER, user.pk)  # type: ignore[attr-defined]

    @classmethod
    def person(cls, person: object) -> "Actor":
        return cls(ActorKind.PERSON, person.pk)  # type: ignore[attr-defined]


SYSTEM = Actor(ActorKind.SYSTEM)
PUBLIC = Actor(ActorKind.PUBLIC)
