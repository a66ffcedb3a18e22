"""Two records become one person, and two again: nothing is lost, nothing is shown that was kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.backoffice.timeline import events_for
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale
from becode.messages.models import Message
from becode.people import vault
from becode.people.matching import find_person
from becode.people.merging import merge, undo_merge
from becode.people.models import ContactPoint, Person, PersonMerge
from becode.people.settling import moving, without_a_rule
from becode.people.workflow import add_contact_points, give_consents
from becode.portal.access import SESSION_KEY, link_for, personal_link
from cohorts.models import Enrolment
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    EnrolmentFactory,
    PersonFactory,
)
from tests.factories_people import ContactNoteFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor("system")


@pytest.fixture
def layla(brussels, web):
    person = PersonFactory(first_name="Layla", last_name="Haddad", email="layla@mail.example")
    ApplicationFactory(person=person, track=web, campus=brussels, state="withdrawn")
    return person


@pytest.fixture
def twin(brussels, web, at):
    """The second record of the same human, with something of every kind."""
    person = PersonFactory(
        first_name="Leyla", last_name="Haddad", email="leyla@mail.example", postcode="1070"
    )
    add_contact_points(person=person, email="layla@mail.example", phone="0470 12 34 56")
    person.language_skills.create(language="fr", lesson_level="yes")
    give_consents(
        person=person,
        purposes=["application", "news"],
        text_version="1",
        language="fr",
        channel="form",
        actor=SYSTEM,
        at=at,
    )
    vault.write(person=person, kind="needs", text="A quiet room", actor=SYSTEM, at=at)
    ContactNoteFactory(person=person, text="Called about the course.")
    ApplicationFactory(
        person=person, track=web, campus=brussels, state="rejected", rejection_reason="other"
    )
    EnrolmentFactory(person=person, cohort=CohortFactory(track=web, campus=brussels), state="left")
    Message.objects.create(
        dedupe_key="twin",
        kind="portal.sign_in_link",
        channel="email",
        address="leyla@mail.example",
        language="fr",
        person=person,
        about_type="people.person",
        about_key=person.pk,
        created_at=at,
        due_at=at,
        next_try_at=at,
        subject="Bonjour Leyla",
    )
    return person


def rows() -> dict[str, dict[int, int]]:
    """Whose each row is, for every column that points at a person."""
    return {
        relation.name: dict(
            relation.model._base_manager.exclude(**{relation.column: None})
            .order_by("pk")
            .values_list("pk", f"{relation.column}_id")
        )
        for relation in moving()
    }


def fields() -> list[dict[str, object]]:
    return list(Person.objects.order_by("pk").values())


def points(person) -> list[tuple[str, bool]]:
    return list(person.contact_points.order_by("pk").values_list("value", "is_preferred"))


def test_every_relation_of_a_person_has_a_rule():
    assert without_a_rule() == set(), "say in the app's merging.py what a merge does with it"


def test_everything_comes_along(at, layla, twin):
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    left = made.settled["left"]
    # The address that both have stays with the absorbed record.
    twice = twin.contact_points.get()
    assert (left, twice.value) == ({"people.contactpoint.person": [twice.pk]}, "layla@mail.example")
    for name, owners in rows().items():
        mine = {pk: owner for pk, owner in owners.items() if owner == twin.pk}
        assert mine == ({twice.pk: twin.pk} if name == "people.contactpoint.person" else {}), name
    assert points(layla) == [
        ("layla@mail.example", True),
        ("leyla@mail.example", False),
        ("+32470123456", False),
    ]
    layla.refresh_from_db()
    twin.refresh_from_db()
    assert (layla.first_name, layla.postcode) == ("Layla", "1070")
    assert twin.merged_into == layla


def test_what_was_merged_can_be_taken_apart_exactly(at, layla, twin):
    before, people = rows(), fields()
    all_points = points(layla), points(twin)
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    later = ContactNoteFactory(person=layla, text="After the merge.")
    undo_merge(merge=made, actor=SYSTEM, at=at)
    before["people.contactnote.person"][later.pk] = layla.pk
    assert rows() == before
    assert fields() == people
    assert (points(layla), points(twin)) == all_points


def test_a_merge_holds_no_words(at, layla, twin):
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    made.refresh_from_db()
    assert made.settled["filled"] == ["postcode"]
    text = f"{made.moved} {made.settled} {AuditEntry.objects.get(label='person.merged').keys}"
    assert [word for word in ("ayla", "eyla", "1070", "quiet", "mail") if word in text] == []


def test_an_answer_in_the_vault_stays_where_there_is_one(at, layla, twin):
    vault.write(person=layla, kind="needs", text="A ramp", actor=SYSTEM, at=at)
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    entry = twin.vault_entries.get()
    assert made.settled["left"]["people.vaultentry.person"] == [entry.pk]
    assert layla.vault_entries.count() == 1


def test_a_field_that_was_changed_since_stays(at, layla, twin):
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    Person.objects.filter(pk=layla.pk).update(postcode="1080")
    undo_merge(merge=made, actor=SYSTEM, at=at)
    layla.refresh_from_db()
    assert layla.postcode == "1080"


def test_the_absorbed_record_is_found_nowhere(at, ada, signed_in, layla, twin):
    merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    assert list(Person.objects.search("Haddad")) == [layla]
    assert list(Person.objects.search("leyla@mail.example")) == [layla]
    answers = {"first_name": "Leyla", "last_name": "Haddad", "born_on": twin.born_on}
    assert find_person(**answers, contact_keys=["layla@mail.example"]) == layla
    html = signed_in(ada).get("/staff/people/person/").content.decode()
    assert ("Layla Haddad" in html, "Leyla Haddad" in html) == (True, False)


def test_the_timeline_tells_the_past_of_both(at, ada, layla, twin):
    merge(kept=layla, absorbed=twin, actor=Actor.user(ada), at=at + timedelta(hours=1))
    titles = [event.title for event in events_for(layla, user=ada)]
    assert titles[0] == "Two records merged"
    wanted = {
        "Bonjour Leyla",
        "Consent given",
        "Call: We spoke",
        "Sensitive answer kept in the vault",
    }
    assert wanted - set(titles) == set()


def test_links_lead_to_the_kept_person_and_sessions_end(at, client, layla, twin):
    token = personal_link(twin, at=at).rsplit("/", 2)[1]
    session = client.session
    session[SESSION_KEY] = {"key": twin.pk, "at": at.isoformat()}
    session.save()
    assert client.get("/en/my/").status_code == 200
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    assert link_for(token, at=at).person == layla
    assert client.get("/en/my/").url == reverse("portal:my:sign_in")
    undo_merge(merge=made, actor=SYSTEM, at=at)
    assert link_for(token, at=at).person == twin


def test_two_trainings_are_not_merged(at, layla, twin, web, ghent):
    for person in (layla, twin):
        EnrolmentFactory(person=person, cohort=CohortFactory(track=web, campus=ghent))
    with pytest.raises(IllegalMove, match="Give one of the seats back first"):
        merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    assert Enrolment.objects.filter(person=twin).count() == 2
    assert PersonMerge.objects.count() == 0


def test_a_record_is_merged_once(at, layla, twin):
    made = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    for kept, absorbed in ((layla, twin), (twin, layla)):
        with pytest.raises(Stale):
            merge(kept=kept, absorbed=absorbed, actor=SYSTEM, at=at)
    with pytest.raises(IllegalMove):
        merge(kept=layla, absorbed=layla, actor=SYSTEM, at=at)
    undo_merge(merge=made, actor=SYSTEM, at=at)
    with pytest.raises(Stale):
        undo_merge(merge=made, actor=SYSTEM, at=at)


def test_a_chain_of_merges_is_undone_from_its_end(at, layla, twin):
    third = PersonFactory(first_name="L.", last_name="Haddad")
    first = merge(kept=twin, absorbed=third, actor=SYSTEM, at=at)
    second = merge(kept=layla, absorbed=twin, actor=SYSTEM, at=at)
    third.refresh_from_db()
    assert third.merged_into == layla
    assert sorted(layla.all_keys) == sorted([layla.pk, twin.pk, third.pk])
    with pytest.raises(IllegalMove, match="First undo the later merge"):
        undo_merge(merge=first, actor=SYSTEM, at=at)
    undo_merge(merge=second, actor=SYSTEM, at=at)
    third.refresh_from_db()
    assert third.merged_into == twin
    undo_merge(merge=first, actor=SYSTEM, at=at)
    assert ContactPoint.objects.get(value__startswith=f"person{third.pk}@").person == third


def test_a_merge_is_undone_from_the_page(at, amina, signed_in, layla, twin):
    made = merge(kept=layla, absorbed=twin, actor=Actor.user(amina), at=at)
    client = signed_in(amina)
    page = reverse("admin:people_person_change", args=[layla.pk])
    address = reverse("admin:people_person_do", args=[layla.pk, "unmerge"])
    html = client.get(page).content.decode()
    assert html.count(f'href="{address}"') == 2  # the button, and the line of what happened
    assert "Records that were merged here" in html
    assert client.post(address, {"merge": made.pk}).url == page
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert "Leyla" in client.get("/staff/people/person/").content.decode()
