"""Two records of one company become one, whoever is first; and two again."""

import threading
from contextlib import suppress

import pytest
from django.db import connections
from django.utils import translation

from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from placements.models import Company, CompanyMerge, CompanyNote, Establishment
from placements.workflow import companies, keeping_touch, merging_companies
from placements.workflow.merging_companies import FILLED, MOVES, STAYS, merge_companies, undo_merge
from tests import factories
from tests.factories_placements import InternshipFactory

pytestmark = pytest.mark.django_db
PATIENCE = 15


@pytest.fixture
def twin(ghent):
    """Zenith a second time, with a place, a colleague, an internship and words of its own."""
    company = factories.CompanyFactory(name="Zenith bv", number="0123456749", sector="Software")
    company.campuses.set([ghent])
    return company


def everything(company, at):
    """A record of each kind that points at a company."""
    site = Establishment.objects.create(
        company=company, address="Street 1", postcode="9000", municipality="Ghent"
    )
    note = keeping_touch.note_contact(
        company=company, channel="call", text="Hello", actor=SYSTEM, at=at
    )
    contact = factories.CompanyContactFactory(company=company)
    position = factories.PositionFactory(company=company)
    internship = InternshipFactory(position=position)
    return [site, note, contact, position, internship]


def companies_of(records):
    return {type(one).objects.get(pk=one.pk).company for one in records}


def test_every_relation_to_a_company_has_a_rule():
    """A new table that points at companies: say what a merge does with it."""
    found = {
        one.get_accessor_name() or one.related_model._meta.label
        for one in Company._meta.related_objects
    }
    assert found - {"events"} == set(MOVES) | STAYS
    assert {Company._meta.get_field(name).name for name in FILLED} == set(FILLED)


def test_everything_goes_over_and_comes_back(zenith, twin, by_pia, at):
    records = everything(twin, at)
    merge = merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    assert companies_of(records) == {zenith}
    twin.refresh_from_db()
    zenith.refresh_from_db()
    assert (twin.is_active, twin.merged_into) == (False, zenith)
    assert (zenith.name, zenith.number, zenith.sector) == ("Zenith", "0123456749", "Software")
    undo_merge(merge=merge, actor=by_pia, at=at)
    assert companies_of(records) == {twin}
    twin.refresh_from_db()
    zenith.refresh_from_db()
    assert (twin.is_active, twin.merged_into, twin.number) == (True, None, "0123456749")
    assert (zenith.number, zenith.sector) == ("", "")


def test_what_both_know_stays_and_campuses_are_added(
    zenith, twin, brussels, ghent, pia, by_pia, at
):
    zenith.sector, zenith.owner = "Games", pia
    zenith.save()
    zenith.campuses.set([brussels])
    merge = merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    zenith.refresh_from_db()
    assert (zenith.sector, zenith.owner) == ("Games", pia)
    assert set(zenith.campuses.all()) == {brussels, ghent}
    undo_merge(merge=merge, actor=by_pia, at=at)
    assert set(zenith.campuses.all()) == {brussels}
    assert set(twin.campuses.all()) == {ghent}


def test_one_that_works_with_all_campuses_goes_on_with_all(zenith, twin, by_pia, at):
    zenith.campuses.clear()
    merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    assert not zenith.campuses.exists()


def test_what_came_since_stays_with_the_kept_one(zenith, twin, by_pia, at):
    merge = merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    (site, *_rest) = everything(Company.objects.get(pk=zenith.pk), at)
    undo_merge(merge=merge, actor=by_pia, at=at)
    assert companies_of([site]) == {zenith}


def test_what_cannot_be_one_company_is_refused(zenith, twin, by_pia, at):
    with pytest.raises(IllegalMove, match="same record"):
        merge_companies(kept=zenith, gone=zenith, actor=by_pia, at=at)
    zenith.number = "0403170701"
    zenith.save()
    with pytest.raises(IllegalMove, match="two companies"):
        merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    assert not CompanyMerge.objects.exists()


def test_a_chain_is_undone_from_its_end(zenith, twin, by_pia, at):
    third = factories.CompanyFactory(name="Zenith group")
    first = merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="merged already"):
        merge_companies(kept=third, gone=twin, actor=by_pia, at=at)
    second = merge_companies(kept=third, gone=zenith, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="Undo that first"):
        undo_merge(merge=first, actor=by_pia, at=at)
    undo_merge(merge=second, actor=by_pia, at=at)
    undo_merge(merge=first, actor=by_pia, at=at)
    with pytest.raises(IllegalMove, match="undone already"):
        undo_merge(merge=first, actor=by_pia, at=at)
    assert not Company.objects.filter(merged_into__isnull=False).exists()


def test_its_contacts_use_the_portal_of_the_kept_one(zenith, twin, by_pia, at, signed_in):
    user = factories.CompanyContactFactory(company=twin).user
    merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    page = signed_in(user).get("/en/partners/")
    assert page.status_code == 200
    assert "Zenith" in page.content.decode()


def test_no_new_contact_or_number_for_a_record_that_rests(zenith, twin, by_pia, at):
    contact = factories.CompanyContactFactory(company=zenith)
    merge_companies(kept=zenith, gone=twin, actor=by_pia, at=at)
    with pytest.raises(IllegalMove):
        companies.move_contact(contact=contact, company=Company.objects.get(pk=twin.pk),
                               actor=by_pia, at=at)  # fmt: skip


# Two colleagues at once


def at_once(jobs):
    start, answers = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            start.wait(PATIENCE)
            job()
            answers.append("done")
        except IllegalMove as error:
            with translation.override("en"):
                answers.append(str(error.sentence))
        except Exception as error:
            answers.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return sorted(answers)


def both_ways(one, other, at):
    """One colleague keeps the one record, another keeps the other."""

    def job(kept, gone):
        return lambda: merge_companies(
            kept=Company.objects.get(pk=kept), gone=Company.objects.get(pk=gone),
            actor=SYSTEM, at=at,
        )  # fmt: skip

    return at_once([job(one.pk, other.pk), job(other.pk, one.pk)])


@pytest.fixture
def both_look_before_either_writes(monkeypatch):
    """Each waits, once the records are read, until the other one has read them too."""
    looked, really = threading.Barrier(2), merging_companies.lock_both

    def look(*args):
        found = really(*args)
        with suppress(threading.BrokenBarrierError):
            looked.wait(1.5)  # in vain where the other one waits for the lock
        return found

    monkeypatch.setattr(merging_companies, "lock_both", look)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("both_look_before_either_writes")
def test_two_merges_of_one_pair_make_one(zenith, twin, at):
    CompanyNote.objects.create(company=twin, channel="call", text="Hello", at=at)
    assert both_ways(zenith, twin, at) == ["One of these records was merged already.", "done"]
    assert Company.objects.filter(merged_into__isnull=True).count() == 1
    assert CompanyNote.objects.get().company.merged_into_id is None
    assert CompanyMerge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_both_would_be_gone(zenith, twin, at, monkeypatch):
    def unlocked(*keys):
        return Company.objects.in_bulk(keys)

    monkeypatch.setattr(merging_companies, "lock_both", unlocked)
    looked, really = threading.Barrier(2), merging_companies.lock_both

    def look(*args):
        found = really(*args)
        looked.wait(PATIENCE)
        return found

    monkeypatch.setattr(merging_companies, "lock_both", look)
    assert both_ways(zenith, twin, at) != ["One of these records was merged already.", "done"]
