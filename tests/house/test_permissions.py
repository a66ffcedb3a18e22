"""Every address × every visitor × every method has the answer that permissions.py expects."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from becode.backoffice.site import staff_site
from tests.house import world as worlds
from tests.house.permissions import (
    ACCOUNT,
    ALL,
    COMPANY,
    NOBODY_ELSE,
    OPEN,
    PAGES,
    PERSON,
    RECORDS,
    STAFF,
    VERBS,
    Page,
)
from tests.house.world import MISSING

pytestmark = pytest.mark.django_db

WITHOUT_ACCOUNT = ("anonymous", "person", "stranger")
COMPANIES = ("contact", "outsider")
SLUGS = {"slug": "name", "app_label": "people", "pk": MISSING}
# Sessions, counts of tries: what a page may write whatever is asked.
BOOKKEEPING = {"django_session", "core_cache"}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|data-[\w-]+="[^"]*"|\b\d+\b|\?[^"\s]*'
)


def all_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project with its full name; nameless ones of the admin left out."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern, inner)
            else:
                yield f"{namespace}{pattern.name or ''}", pattern

    yield from walk(get_resolver(), "")


def staff_page(
    roles: tuple[str, ...] | None, *, post: int = 200, record: str = "", shared: bool = False
) -> Page:
    """A page of the staff site for these roles; None refuses administrators too."""
    if roles is None:
        return Page(STAFF, get=403, post=403, roles=(), record=record, shared=shared)
    return Page(STAFF, post=post, roles=roles, record=record, shared=shared)


def pages_of_records() -> dict[str, Page]:
    """The pages that each line of RECORDS stands for."""
    pages: dict[str, Page] = {}
    for name, line in RECORDS.items():
        one = {"record": line.record, "shared": line.shared}
        change_post = 405 if line.has_verbs else 200
        pages |= {
            f"admin:{name}_changelist": staff_page(line.view),
            f"admin:{name}_add": staff_page(line.add),
            f"admin:{name}_history": staff_page(line.view, **one),
            f"admin:{name}_delete": staff_page(line.delete, **one),
            f"admin:{name}_change": staff_page(line.view, post=change_post, **one),
        }
        if line.has_verbs:
            pages[f"admin:{name}_edit"] = staff_page(line.change, **one)
    return pages


def all_pages() -> dict[str, Page]:
    return {**pages_of_records(), **PAGES}


def expected(page: Page, visitor: str, method: str) -> int:
    """The answer that permissions.py promises this visitor."""
    good = page.get if method == "get" else page.post
    if page.kind == OPEN:
        has_account = visitor not in WITHOUT_ACCOUNT
        return page.signed_in if has_account and page.signed_in is not None else good
    if page.kind == ACCOUNT:
        return 302 if visitor in WITHOUT_ACCOUNT else good
    if page.kind == PERSON:
        if visitor not in ("person", "stranger"):
            return 302
        return 404 if visitor == "stranger" and page.record else good
    if visitor in WITHOUT_ACCOUNT:
        return 302
    if page.kind == COMPANY:
        if visitor not in COMPANIES:
            return 403
        return 404 if visitor == "outsider" and page.record else good
    if visitor in COMPANIES:
        return 302  # to the staff site's own door, which says no
    if visitor == "elsewhere":
        if not page.roles:
            return 403
        return 404 if page.record and not page.shared else good
    return good if visitor == "administrator" or visitor in page.roles else 403


def address(name: str, keys: dict[str, object]) -> str:
    wanted = next(p for full, p in all_patterns() if full == name and fits(p, keys))
    with translation.override("en"):
        return reverse(name, kwargs={key: keys[key] for key in wanted.pattern.converters})


def fits(pattern: URLPattern, keys: dict[str, object]) -> bool:
    return set(pattern.pattern.converters) <= set(keys)


def visitors_of(page: Page, world: worlds.World) -> list[tuple[str, Client]]:
    """Everybody; at staff pages one person and one company stand for all of them."""
    twins = ("stranger", "outsider") if page.kind == STAFF else ()
    return [pair for pair in world.visitors.items() if pair[0] not in twins]


@contextmanager
def rolled_back(writes: set[str]) -> Iterator[None]:
    """Notes the tables written to, and undoes what was written."""

    def note(execute, sql, params, many, context):
        found = WRITE.match(sql)
        if found and found[1] not in BOOKKEEPING:
            writes.add(found[1])
        return execute(sql, params, many, context)

    point = transaction.savepoint()
    try:
        with connection.execute_wrapper(note):
            yield
    finally:
        transaction.savepoint_rollback(point)


def ask(client, method: str, path: str):
    """The answer and the tables that were written to, all of it undone."""
    writes: set[str] = set()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with rolled_back(writes):
        response = getattr(client, method)(path)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    return response, writes


def words(response) -> str:
    """A page without what differs from one request to the next."""
    return CHANGING.sub("", response.content.decode())


def test_every_address_has_an_expectation():
    known = all_pages()
    generated = {f"admin:{name}_{page}" for name in RECORDS for page in ("do", "bulk")}
    names = {name for name, _pattern in all_patterns() if not name.endswith(":")}
    assert sorted(names - set(known) - generated) == [], "add a line to tests/house/permissions.py"
    assert sorted(set(known) - names) == [], "these are gone"


def test_every_verb_has_an_expectation():
    verbs = {
        f"{model._meta.app_label}_{model._meta.model_name}.{verb.key}"
        for model, admin in staff_site._registry.items()
        for verb in getattr(admin, "verbs", ())
    }
    assert sorted(verbs ^ set(VERBS)) == []


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all these tests: each request is undone."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        yield worlds.build()
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.mark.parametrize("name", sorted(all_pages()))
def test_answers(name, world):
    page = all_pages()[name]
    keys = world.keys.get(page.record, SLUGS)
    path = address(name, keys)
    faults = []
    for visitor, client in visitors_of(page, world):
        for method in ("get", "post"):
            response, writes = ask(client, method, path)
            wanted = expected(page, visitor, method)
            if response.status_code != wanted:
                faults.append(f"{method} by {visitor}: {response.status_code}, not {wanted}")
            may_write = wanted in (200, 302) and method == "post"
            if writes - set(page.writes) and not may_write:
                faults.append(f"{method} by {visitor} wrote to {sorted(writes)}")
            if wanted == 404 and page.record:
                missing, _writes = ask(client, method, address(name, {**keys, **world.missing}))
                if missing.status_code != 404 or words(missing) != words(response):
                    faults.append(f"{method} by {visitor}: foreign differs from missing")
    assert faults == []


@pytest.mark.parametrize("name", sorted(VERBS))
def test_verbs(name, world):
    records, key = name.split(".")
    line = RECORDS[records]
    page = Page(STAFF, record=line.record, roles=VERBS[name], shared=line.shared)
    keys = world.keys[line.record] | {"key": key}
    path = address(f"admin:{records}_do", keys)
    missing_path = address(f"admin:{records}_do", {"object_id": MISSING, "key": key})
    faults = []
    for visitor, client in visitors_of(page, world):
        for method in ("get", "post"):
            wanted = expected(page, visitor, method)
            response, writes = ask(client, method, path)
            # With the right role: the question, or a notice that the state does not allow it.
            good = {200, 302} if wanted in (200, 405) else {wanted}
            if visitor not in line.view and visitor in ALL:
                good = {403}
            if response.status_code not in good:
                faults.append(f"{method} by {visitor}: {response.status_code}, not {sorted(good)}")
            if writes and (method == "get" or not good <= {200, 302}):
                faults.append(f"{method} by {visitor} wrote to {sorted(writes)}")
            if wanted == 404:
                missing, _writes = ask(client, method, missing_path)
                if missing.status_code != 404 or words(missing) != words(response):
                    faults.append(f"{method} by {visitor}: foreign differs from missing")
    assert faults == []


@pytest.mark.parametrize("visitor", ["anonymous", "person", "contact", "administrator"])
def test_nothing_is_changed_without_a_csrf_token(visitor, world):
    client = world.visitors[visitor]
    client.handler.enforce_csrf_checks = True
    faults = []
    for name, page in all_pages().items():
        path = address(name, world.keys.get(page.record, SLUGS))
        for method in ("post", "put", "patch", "delete"):
            response, writes = ask(client, method, path)
            if response.status_code != 403 or writes:
                faults.append(f"{method} {name} by {visitor}: {response.status_code} {writes}")
    client.handler.enforce_csrf_checks = False
    assert faults == []


def test_expectations_tell_roles_apart():
    page = Page(STAFF, record="person", roles=("coach",))
    assert expected(page, "coach", "get") == 200
    assert expected(page, "placement", "get") == 403
    assert expected(page, "elsewhere", "get") == 404
    assert expected(page, "administrator", "get") == 200
    assert expected(Page(STAFF, roles=NOBODY_ELSE), "elsewhere", "get") == 403
