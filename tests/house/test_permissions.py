"""Every address × every visitor × every method has the answer that permissions.py expects."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from becode.backoffice.site import staff_site
from becode.core import errors
from tests.house import world as worlds
from tests.house.expecting import (
    ACCOUNT,
    ALL,
    COMPANY,
    NOBODY_ELSE,
    OPEN,
    PERSON,
    REFERRER,
    STAFF,
    Page,
)
from tests.house.permissions import PAGES, RECORDS, VERBS
from tests.house.world import MISSING

pytestmark = pytest.mark.django_db

WITHOUT_ACCOUNT = ("anonymous", "person", "stranger")
COMPANIES = ("contact", "outsider")
# Workers of referral partners: one whose people they are, and a colleague at the same partner.
WORKERS = ("worker", "other_worker")
KINDS = {
    "anonymous": "anonymous",
    "person": "persons",
    "stranger": "persons",
    "contact": "companies",
    "outsider": "companies",
    "worker": "companies",
    "other_worker": "companies",
}
# What stands in addresses that name no record of the world.
DEFAULTS = {
    "slug": "languages",
    "code": "ar",
    "app_label": "people",
    "pk": MISSING,
    "month": "2026-03",
    "year": 2026,
    "scope": "cohort",
    "which": "paper",
    "token": "x" * 43,
    "service": "postmark",
    "kind": "no.such",
    "language": "fr",
    "day": "2000-01-01",
}
# The pages that say no are the same at every address.
SAYING_NO = ("errors/403.html", "errors/csrf.html")
# Sessions, counts of tries: what a page may write whatever is asked.
BOOKKEEPING = {"django_session", "core_cache"}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|data-[\w-]+="[^"]*"|\b\d+\b|\?[^"\s]*'
)


@cache
def all_addresses() -> dict[str, tuple[str, frozenset[str]]]:
    """Every address of the project: label → URL name and the names of its arguments.

    The label is the full name; where several addresses share one, with the arguments after it.
    Nameless ones, the admin's own redirects, are left out.
    """

    def walk(
        resolver: URLResolver, namespace: str, known: frozenset[str]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        for pattern in resolver.url_patterns:
            names = known | frozenset(pattern.pattern.converters)
            names |= frozenset(getattr(pattern.pattern.regex, "groupindex", {}))
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern, inner, names)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield f"{namespace}{pattern.name}", names

    labels: dict[str, tuple[str, frozenset[str]]] = {}
    for name, arguments in sorted(
        set(walk(get_resolver(), "", frozenset())), key=lambda found: sorted(found[1])
    ):
        label = f"{name} {','.join(sorted(arguments))}" if name in labels else name
        labels[label] = name, arguments
    return labels


def staff_page(
    roles: tuple[str, ...] | None,
    *,
    post: int = 200,
    record: str = "",
    shared: bool = False,
    post_roles: tuple[str, ...] | None = None,
) -> Page:
    """A page of the staff site for these roles; None refuses administrators too."""
    if roles is None:
        return Page(STAFF, get=403, post=403, roles=(), record=record, shared=shared)
    return Page(STAFF, post=post, roles=roles, record=record, shared=shared, post_roles=post_roles)


def pages_of_records() -> dict[str, Page]:
    """The pages that each line of RECORDS stands for."""
    pages: dict[str, Page] = {}
    for name, line in RECORDS.items():
        one = {"record": line.record, "shared": line.shared}
        if line.has_verbs:
            change = staff_page(line.view, post=405, **one)
        elif line.change is None:
            change = staff_page(line.view, post=403, **one)
        else:
            change = staff_page(line.view, post_roles=line.change, **one)
        pages |= {
            f"admin:{name}_changelist": staff_page(line.view),
            f"admin:{name}_add": staff_page(line.add),
            f"admin:{name}_history": staff_page(line.view, **one),
            f"admin:{name}_delete": staff_page(line.delete, **one),
            f"admin:{name}_change": change,
        }
        if line.has_verbs:
            pages[f"admin:{name}_edit"] = staff_page(line.change, **one)
    return pages


def all_pages() -> dict[str, Page]:
    return {**pages_of_records(), **PAGES}


def expected(page: Page, visitor: str, method: str) -> set[int]:
    """The answers that permissions.py allows for this visitor."""
    good = page.get if method == "get" else page.post
    for kind in (visitor, KINDS.get(visitor, "accounts"), *ACCOUNTS.get(visitor, ())):
        if kind in page.others:
            return {page.others[kind][method == "post"]}
    answers = _answers(page, visitor, method, good)
    return answers | {405} if good == 405 else answers


# Contacts of companies have accounts too.
ACCOUNTS = dict.fromkeys((*COMPANIES, *WORKERS), ("accounts",))


def _answers(page: Page, visitor: str, method: str, good: int) -> set[int]:
    is_record = bool(page.record) and not page.shared
    if page.kind == OPEN:
        return {good}
    if page.kind == PERSON:
        if visitor not in ("person", "stranger"):
            return {302}
        return {404} if visitor == "stranger" and is_record else {good}
    if visitor in WITHOUT_ACCOUNT:
        return {302}
    if page.kind == ACCOUNT:
        return {good}
    if page.kind == COMPANY:
        if visitor not in COMPANIES:
            return {403}
        return {404} if visitor == "outsider" and is_record else {good}
    if page.kind == REFERRER:
        if visitor not in WORKERS:
            return {403}
        return {404} if visitor == "other_worker" and is_record else {good}
    if visitor in (*COMPANIES, *WORKERS):
        return {302}  # to the staff site's own door, which says no
    sends = method == "post" and page.post_roles is not None
    roles = (page.post_roles if sends else page.roles) or ()
    if visitor == "elsewhere":  # every role but one, at another campus
        if is_record:
            return {404} if page.roles and good != 403 else {403, 404}
        return {good} if roles else {403}
    return {good} if visitor == "administrator" or visitor in roles else {403}


def address(label: str, keys: dict[str, object]) -> str:
    name, arguments = all_addresses()[label]
    known = DEFAULTS | keys
    with translation.override("en"):
        return reverse(name, kwargs={argument: known[argument] for argument in arguments})


def visitors_of(page: Page, world: worlds.World) -> list[tuple[str, Client]]:
    """Everybody; at staff pages one person, one company and one referrer stand for all of them."""
    twins = ("stranger", "outsider", "other_worker") if page.kind == STAFF else ()
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


class Asking:
    """Requests for one page, drawn once by the first who may see it and once by an administrator.

    Who may see a page is decided before it is drawn; how it looks to each role is told by the
    tests of the page. For the others it is decided all the same, and not drawn again.
    """

    def __init__(self) -> None:
        self.drawn: set[tuple[str, bool]] = set()

    def __call__(self, visitor: str, client: Client, method: str, path: str):
        key = method, visitor == "administrator"
        with pytest.MonkeyPatch.context() as patch:
            if key in self.drawn:
                patch.setattr(SimpleTemplateResponse, "rendered_content", "")
            response, writes = ask(client, method, path)
        if response.status_code == 200:
            self.drawn.add(key)
        return response, writes


@pytest.fixture(autouse=True)
def _no_is_drawn_once(monkeypatch):
    """Each visitor gets each page that says no drawn once by a process; later ones are empty."""

    def drawn_once(request, template, *, status):
        key = template, getattr(request, "user", None)
        if template in SAYING_NO and key in _drawn:
            return HttpResponse(status=status)
        _drawn.add(key)
        return render(request, template, status=status)

    monkeypatch.setattr(errors, "render", drawn_once)


_drawn: set[tuple[str, object]] = set()


def ask(client, method: str, path: str):
    """The answer and the tables that were written to, all of it undone."""
    writes: set[str] = set()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with rolled_back(writes):
        response = getattr(client, method)(path)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        if response.streaming:  # its own `close` would end the connection of all these tests
            for close in response._resource_closers:
                close()
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    return response, writes


def words(response) -> str:
    """A page without what differs from one request to the next."""
    return CHANGING.sub("", response.content.decode())


def test_every_address_has_an_expectation():
    generated = {f"admin:{name}_{page}" for name in RECORDS for page in ("do", "bulk")}
    labels, known = set(all_addresses()), set(all_pages())
    assert sorted(labels - known - generated) == [], "add a line to tests/house/permissions.py"
    assert sorted(known - labels) == [], "these are gone"


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


@pytest.mark.parametrize("label", sorted(all_pages()))
def test_answers(label, world):
    page = all_pages()[label]
    path = address(label, world.keys.get(page.record, {}))
    missing_path = address(label, world.missing)
    faults, asking = [], Asking()
    for visitor, client in visitors_of(page, world):
        for method in ("get", "post"):
            good = expected(page, visitor, method)
            response, writes = asking(visitor, client, method, path)
            if response.status_code not in good:
                faults.append(f"{method} by {visitor}: {response.status_code}, not {sorted(good)}")
            may_write = method == "post" and response.status_code in (200, 302)
            if writes - set(page.writes) and not may_write:
                faults.append(f"{method} by {visitor} wrote to {sorted(writes)}")
            if response.status_code == 404 and page.record:
                missing, _writes = ask(client, method, missing_path)
                if missing.status_code != 404 or words(missing) != words(response):
                    faults.append(f"{method} by {visitor}: foreign differs from missing")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", sorted(VERBS))
def test_verbs(name, world):
    records, key = name.split(".")
    line = RECORDS[records]
    page = Page(STAFF, post=200, record=line.record, roles=VERBS[name], shared=line.shared)
    path = address(f"admin:{records}_do", world.keys[line.record] | {"key": key})
    missing_path = address(f"admin:{records}_do", {"object_id": MISSING, "key": key})
    faults, asking = [], Asking()
    for visitor, client in visitors_of(page, world):
        for method in ("get", "post"):
            good = expected(page, visitor, method)
            # With the right role: the question, or a notice that the state does not allow it.
            good |= {302} if 200 in good else set()
            response, writes = asking(visitor, client, method, path)
            if response.status_code not in good:
                faults.append(f"{method} by {visitor}: {response.status_code}, not {sorted(good)}")
            if writes and (method == "get" or 200 not in good):
                faults.append(f"{method} by {visitor} wrote to {sorted(writes)}")
            if response.status_code == 404:
                missing, _writes = ask(client, method, missing_path)
                if missing.status_code != 404 or words(missing) != words(response):
                    faults.append(f"{method} by {visitor}: foreign differs from missing")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("visitor", ["anonymous", "person", "contact", "administrator"])
def test_nothing_is_changed_without_a_csrf_token(visitor, world):
    client = world.visitors[visitor]
    client.handler.enforce_csrf_checks = True
    faults = []
    # A page is exempt for all methods or for none: the others are tried by one who may most.
    methods = ("post", "put", "patch", "delete") if visitor == "administrator" else ("post",)
    for label, page in all_pages().items():
        path = address(label, world.keys.get(page.record, {}))
        for method in methods:
            response, writes = ask(client, method, path)
            good = {page.without_token, 405} if page.without_token != 403 else {403}
            if response.status_code not in good or writes:
                faults.append(f"{method} {label} by {visitor}: {response.status_code} {writes}")
    client.handler.enforce_csrf_checks = False
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("visitor", ["admissions", "administrator"])
def test_code_alone_opens_no_page_where_a_second_factor_is_demanded(visitor, world, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = ["staff"]
    faults = []
    for label, page in all_pages().items():
        is_open = label.startswith("mfa_") or label == "account_logout" or page.kind == PERSON
        if is_open or (page.kind == OPEN and not label.startswith("admin:")):
            continue
        path = address(label, world.keys.get(page.record, {}))
        for method in ("get", "post"):
            response, writes = ask(world.visitors[visitor], method, path)
            if (response.status_code, response.headers.get("Location")) != (302, "/accounts/2fa/"):
                faults.append(f"{method} {label}: {response.status_code}")
            if writes:
                faults.append(f"{method} {label} wrote to {sorted(writes)}")
    assert not faults, "\n".join(faults)


def test_expectations_tell_roles_apart():
    page = Page(STAFF, post=200, record="person", roles=("coach",))
    assert expected(page, "coach", "get") == {200}
    assert expected(page, "placement", "get") == {403}
    assert expected(page, "elsewhere", "get") == {404}
    assert expected(page, "administrator", "get") == {200}
    assert expected(Page(STAFF, roles=NOBODY_ELSE), "elsewhere", "get") == {403}
    assert expected(Page(STAFF, roles=ALL), "coach", "post") == {405}
    assert expected(Page(OPEN, others={"accounts": (302, 302)}), "contact", "get") == {302}
