"""Browser tests run against a whole site: web, worker, beat, PostgreSQL, Redis, a mail sink.

One test process runs them all (tests/spreading.py) and has the site: none relies on another.
"""

import os
import re
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from becode.launch.browser import find_browser
from tests.journeys.stack import running_site, text_of

# Playwright's synchronous interface runs an event loop; Django's guard is for views, not for us.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_without_javascript: set = set()
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def site():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with running_site(f"becode_journeys_{worker}") as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    arguments += ["--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or find_browser(), args=arguments
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, site):
    """A function that opens a page for somebody with a browser of their own."""
    contexts = []

    def open_page(*, viewport=DESK, language="en", javascript=True):
        context = chromium.new_context(
            viewport=viewport,
            locale=language,
            base_url=site.base,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        if not javascript:
            _without_javascript.add(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    errors: list[str] = []
    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@contextmanager
def _for_axe(page):
    """A page that axe can run on: a visitor's without JavaScript is opened once more with it."""
    context = page.context
    if context not in _without_javascript:
        yield page
        return
    twin = context.browser.new_context(
        storage_state=context.storage_state(), viewport=page.viewport_size
    )
    try:
        other = twin.new_page()
        other.goto(page.url)
        yield other
    finally:
        twin.close()


# What a page is made of, whatever it says: each kind of element with what axe looks at.
PARTS_OF_A_PAGE = """() => {
  const whether = /^(href|src|id|lang|name|value|alt|title|placeholder|aria-label)$/;
  const what = /^(class|style|role|type|dir|tabindex|scope|rel|hidden|disabled|checked)$/;
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  const parts = new Set(ids.length === new Set(ids).size ? [] : ["an id stands twice"]);
  const points = /^(for|aria-.*by)$/;
  const reaches = value => value.split(" ").every(id => document.getElementById(id));
  for (const element of document.querySelectorAll("*")) {
    const marks = [...element.attributes].flatMap(({name, value}) =>
      points.test(name) ? [name + "=" + reaches(value)]
      : whether.test(name) ? [name + (value ? "" : "=")]
      : what.test(name) || name.startsWith("aria-") ? [name + "=" + value.replace(/\\d+/g, "0")]
      : []);
    const words = element.textContent.trim() ? " words" : "";
    parts.add(element.parentElement?.tagName + ">" + element.tagName + marks.sort() + words);
  }
  return [...parts].sort().join("\\n");
}"""
_checked: set[tuple[str, int]] = set()


def check_page(page) -> None:
    """Nothing that axe calls serious or critical, and nothing that scrolls sideways.

    A page that is made of the same parts as one that was checked, at the same width, is good.
    """
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
    made_of = page.evaluate(PARTS_OF_A_PAGE), page.viewport_size["width"]
    if made_of in _checked:
        return
    with _for_axe(page) as checked:
        found = Axe().run(checked).response["violations"]
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == [], page.url
    _checked.add(made_of)


def link_in(message) -> str:
    """The first address of our site in a message."""
    match = re.search(r"http://localhost:\d+/\S+", text_of(message))
    assert match, text_of(message)
    return match[0].rstrip(".)>")


def code_in(message) -> str:
    """The sign-in code in a message."""
    match = re.search(r"\b([A-Z0-9]{3,4}-?[A-Z0-9]{3,4}|\d{6,8})\b", text_of(message))
    assert match, text_of(message)
    return match[0]


@pytest.fixture(scope="session")
def school(site):
    """The five cities, a track and a first administrator, as a new school begins."""
    site.command("shell", "-v0", "-c", "from cohorts.starting import *; add_starting_places()")
    site.command("create_admin", "ada@becode.example", "--language", "en")
    return site
