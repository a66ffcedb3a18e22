"""Makers of what spreadsheets bring in."""

import factory
from factory.django import DjangoModelFactory

from applicants.models import ImportRun, ImportSource
from tests.factories import MOMENT


class ImportSourceFactory(DjangoModelFactory):
    class Meta:
        model = ImportSource

    name = factory.Sequence(lambda n: f"Welfare centre {n}")


class ImportRunFactory(DjangoModelFactory):
    """The sheet is the caller's: files are made by becode.files.store alone."""

    class Meta:
        model = ImportRun

    source = factory.SubFactory(ImportSourceFactory)
    uploaded_at = MOMENT
