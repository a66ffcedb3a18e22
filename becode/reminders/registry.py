"""Every rule of every app: each declares `RULES` in its own `reminders.py`."""

from django.utils.module_loading import autodiscover_modules

from becode.reminders.rules import Rule, ToldAtOnce, Watch

_rules: dict[str, Rule | Watch] = {}
_told: list[ToldAtOnce] = []


def declare(*rules: Rule | Watch) -> None:
    for rule in rules:
        if _rules.setdefault(rule.key, rule) is not rule:
            raise ValueError(f"two reminder rules are called {rule.key}")


def rules() -> list[Rule | Watch]:
    """All rules, by the number of the catalogue."""
    return sorted(_rules.values(), key=lambda rule: (rule.number, rule.key))


def rule_called(key: str) -> Rule | Watch | None:
    return _rules.get(key)


def declare_told(*told: ToldAtOnce) -> None:
    """Rows of the catalogue that need no rule: their workflow tells them at once."""
    _told.extend(told)


def told_at_once() -> list[ToldAtOnce]:
    """By the number of the catalogue."""
    return sorted(_told, key=lambda one: one.number)


def autodiscover() -> None:
    """Import `reminders` of every app that has one."""
    autodiscover_modules("reminders")
