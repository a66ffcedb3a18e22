"""Checking in: a phone in French with the code of the room, the sheet by keyboard, a full class."""

import http.client
import json
import re
import threading
import urllib.parse

import pytest

from tests.journeys.conftest import PHONE, check_page
from tests.journeys.steps import follow, sign_in

pytestmark = pytest.mark.journey

# A cohort that has lessons now, whatever the hour of the test: they began a few minutes ago.
LESSONS = """
from datetime import timedelta
from cohorts.models import Cohort, Enrolment, Track, TrainingDay
from django.db.models import F
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.people.workflow import create_person
from becode.portal.access import personal_link
track, campus = Track.objects.order_by("pk").first(), Campus.objects.order_by("pk").first()
at, today = clock.now(), clock.today()
here = at.astimezone(clock.BRUSSELS)
begins = min(max(here.hour * 60 + here.minute - 2, 1), 23 * 60 + 50)
def hour(minutes):
    return "{:02d}:{:02d}".format(*divmod(minutes, 60))
cohort, is_new = Cohort.objects.get_or_create(code="DOOR-%(name)s", defaults=dict(track=track,
    campus=campus, state="running", start_on=today - timedelta(days=7),
    end_on=today + timedelta(days=100), grace_minutes=5, seats=30))
TrainingDay.objects.get_or_create(cohort=cohort, on=today, defaults=dict(part="morning",
    arrive_by=hour(begins), lunch_from=hour(min(begins + 4 * 60, 23 * 60 + 59))))
links = []
for number in range(%(learners)d):
    person = create_person(actor=SYSTEM, at=at, first_name=f"Learner{number:02d}",
        last_name="Checks", contact_language="fr", email=f"%(name)s{number}@mail.example")
    enrolment = Enrolment.objects.create(person=person, cohort=cohort, state="in_training",
        enrolled_at=at, started_on=cohort.start_on)
    Cohort.objects.filter(pk=cohort.pk).update(seats_taken=F("seats_taken") + 1)
    links.append(personal_link(person, at=at, next_path="check_in"))
import json
print("FOUND " + json.dumps({"cohort": cohort.pk, "links": links}))
"""
COUNT = """
from cohorts.models import CheckIn
print("COUNT", CheckIn.objects.filter(enrolment__cohort=%d, moment=1).count())
"""

PRESSES = """
import json
from cohorts.models import CheckIn
print("PRESSES " + json.dumps([[one.moment, one.at.timestamp(), one.received_at.timestamp()]
    for one in CheckIn.objects.filter(enrolment__cohort=%d).order_by("pk")]))
"""


def lessons(site, name, learners):
    out = site.command("shell", "-v0", "-c", LESSONS % {"name": name, "learners": learners})
    return json.loads(out.partition("FOUND ")[2].splitlines()[0])


def count(site, cohort):
    out = site.command("shell", "-v0", "-c", COUNT % cohort)
    return int(out.partition("COUNT ")[2].split()[0])


def presses(site, cohort):
    """(moment, when it counts, when it reached us) of each check-in, in seconds."""
    out = site.command("shell", "-v0", "-c", PRESSES % cohort)
    return json.loads(out.partition("PRESSES ")[2].splitlines()[0])


def path_of(link):
    parts = urllib.parse.urlsplit(link)
    return f"{parts.path}?{parts.query}"


def test_a_learner_and_a_coach_in_two_browsers(school, visitor):
    found = lessons(school, "one", 3)
    coach = visitor()
    sign_in(coach, school, "ada@becode.example")
    coach.goto(f"/staff/cohorts/{found['cohort']}/room/")
    check_page(coach)

    phone = visitor(viewport=PHONE, language="fr")
    phone.goto(path_of(found["links"][0]))
    follow(phone, phone.locator("main .button--go").last)
    phone.wait_for_url("**/fr/my/training/check-in/")
    check_page(phone)
    code = coach.locator("[data-code]").inner_text().strip()
    phone.locator("[name=code]").fill("0000" if code != "0000" else "1111")
    follow(phone, phone.locator("[name=place][value=on_site]"))
    assert phone.locator(".messages .notice--error").count() == 1
    check_page(phone)
    coach.reload()
    phone.locator("[name=code]").fill(coach.locator("[data-code]").inner_text().strip())
    follow(phone, phone.locator("[name=place][value=on_site]"))
    assert phone.locator(".day-dot.is-done").count() == 1
    check_page(phone)

    # A second learner has no network for a moment: the press waits, and is sent.
    lost = visitor(viewport=PHONE, language="fr")
    lost.goto(path_of(found["links"][1]))
    follow(lost, lost.locator("main .button--go").last)
    lost.wait_for_url("**/fr/my/training/check-in/")
    lost.context.set_offline(True)
    coach.reload()
    lost.locator("[name=code]").fill(coach.locator("[data-code]").inner_text().strip())
    lost.locator("[name=place][value=on_site]").click()
    lost.locator("[data-waits]").wait_for(state="visible")
    lost.context.set_offline(False)
    lost.locator(".day-dot.is-done").wait_for()

    coach.goto(f"/staff/cohorts/{found['cohort']}/sheet/")
    check_page(coach)
    places = coach.locator("[data-place]")
    assert coach.locator("[data-place]:not([value=''])").count() == 2
    places.nth(2).focus()
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowDown"):
        coach.keyboard.press(key)
    coach.keyboard.type("x")
    coach.keyboard.press("ArrowUp")
    assert places.nth(4).input_value() == places.nth(4).get_attribute("data-planned")
    follow(coach, coach.locator("[data-save]"))
    check_page(coach)
    assert count(school, found["cohort"]) == 3
    coach.goto(f"/staff/cohorts/{found['cohort']}/sheet/paper/")
    check_page(coach)


def test_a_press_without_network_keeps_its_time(school, visitor):
    """The phone tries again and again; what counts is when the button was pressed."""
    found = lessons(school, "lost", 1)
    coach = visitor()
    sign_in(coach, school, "ada@becode.example")
    phone = visitor(viewport=PHONE, language="nl")
    phone.goto(path_of(found["links"][0]))
    follow(phone, phone.locator("main .button--go").last)
    sent, failed = [], []
    phone.on("request", lambda request: sent.append(request.post_data or ""))
    phone.on("requestfailed", lambda request: failed.append(request.method))
    coach.goto(f"/staff/cohorts/{found['cohort']}/room/")
    phone.locator("[name=code]").fill(coach.locator("[data-code]").inner_text().strip())
    phone.context.set_offline(True)
    before = phone.evaluate("Date.now()")
    with phone.expect_event("requestfailed"):
        phone.locator("[name=place][value=on_site]").click()
    after = phone.evaluate("Date.now()")
    phone.locator("[data-waits]").wait_for(state="visible")
    assert phone.locator("[name=place]:enabled").count() == 0
    with phone.expect_event("requestfailed"):
        pass  # it tried once more, in vain
    assert set(failed) == {"POST"}
    back = phone.evaluate("Date.now()")
    phone.context.set_offline(False)
    phone.locator(".day-dot.is-done").wait_for()
    shown = phone.evaluate("Date.now()")
    posts = [urllib.parse.parse_qs(one) for one in sent]
    waited = [int(post["waited"][0]) for post in posts if "waited" in post][-1]
    assert back - after <= waited <= shown - before
    ((moment, counts, received),) = presses(school, found["cohort"])
    assert moment == 1
    assert abs(received - counts - waited / 1000) < 0.01


def test_a_press_without_javascript(school, visitor):
    found = lessons(school, "plain", 1)
    coach = visitor(javascript=False)
    sign_in(coach, school, "ada@becode.example")
    coach.goto(f"/staff/cohorts/{found['cohort']}/sheet/")
    follow(coach, coach.locator("[name=all][value='1']"))
    assert coach.locator("[data-place]").first.input_value() != ""
    coach.goto(f"/staff/cohorts/{found['cohort']}/room/")
    phone = visitor(viewport=PHONE, language="fr", javascript=False)
    phone.goto(path_of(found["links"][0]))
    follow(phone, phone.locator("main .button--go").last)
    phone.locator("[name=code]").fill(coach.locator("[data-code]").inner_text().strip())
    follow(phone, phone.locator("[name=place][value=on_site]"))
    assert phone.locator(".day-dot.is-done").count() == 1
    assert count(school, found["cohort"]) == 1


class Browser:
    """The least of a browser: cookies, forms, redirects."""

    def __init__(self, base):
        self.host = urllib.parse.urlsplit(base).netloc
        self.cookies = {}

    def ask(self, method, path, fields=None):
        for _redirect in range(5):
            status, headers, body = self._once(method, path, fields)
            if status not in (301, 302):
                return status, body
            method, fields = "GET", None
            parts = urllib.parse.urlsplit(headers["Location"])
            path = parts.path + (f"?{parts.query}" if parts.query else "")
        raise AssertionError(f"too many redirects to {path}")

    def _once(self, method, path, fields):
        line = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers["Origin"] = f"http://{self.host}"
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields)
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return answer.status, answer.headers, text


def hidden(text):
    """The hidden fields of the forms of a page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: value.replace("&quot;", '"') for name, value in found}


def test_a_class_at_the_door(school, visitor):
    """24 phones at once: from the link to the noted arrival, within five minutes."""
    found = lessons(school, "class", 24)
    coach = visitor()
    sign_in(coach, school, "ada@becode.example")
    room = f"/staff/cohorts/{found['cohort']}/room/"
    coach.goto(room)
    start, gate = threading.Barrier(25, timeout=120), threading.Barrier(25, timeout=120)
    code, faults = [], []

    def learner(link):
        try:
            browser = Browser(school.base)
            start.wait()
            _status, page = browser.ask("GET", path_of(link))
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
            _status, page = browser.ask("POST", path_of(link), {"csrfmiddlewaretoken": token})
            gate.wait()
            fields = hidden(page) | {"code": code[0], "place": "on_site"}
            status, page = browser.ask("POST", "/fr/my/training/check-in/", fields)
            if status != 200 or "is-done" not in page:
                faults.append((status, page[:300]))
        except Exception as error:
            faults.append(repr(error))
            gate.abort()

    threads = [threading.Thread(target=learner, args=(link,)) for link in found["links"]]
    for thread in threads:
        thread.start()
    start.wait()
    while gate.n_waiting < 24 and not gate.broken:
        coach.wait_for_timeout(50)
    coach.goto(room)
    code.append(coach.locator("[data-code]").inner_text().strip())
    gate.wait()
    for thread in threads:
        thread.join(180)
    assert faults == []
    assert count(school, found["cohort"]) == 24
    coach.goto(room)
    assert "24 / 24" in coach.locator(".room-screen-counts").inner_text()
