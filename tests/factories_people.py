"""Contacts and second records for tests."""

import factory
from factory.django import DjangoModelFactory

from becode.people.models import ContactNote, ContactPoint
from tests.factories import MOMENT, PersonFactory


class ContactNoteFactory(DjangoModelFactory):
    class Meta:
        model = ContactNote

    person = factory.SubFactory(PersonFactory)
    channel = "call"
    result = "reached"
    at = MOMENT


class PhoneFactory(DjangoModelFactory):
    class Meta:
        model = ContactPoint

    person = factory.SubFactory(PersonFactory, email="")
    kind = "phone"
    value = factory.Sequence(lambda n: f"+324701{n:05d}")
    key = factory.SelfAttribute("value")
