"""Attendance, files, laptops and certificates of the full world, at its end."""

from collections.abc import Sequence
from datetime import datetime

from becode.demo.groups import GroupLife
from becode.demo.training_absences import file_absences
from becode.demo.training_check_in import HABITS, add_check_ins
from becode.demo.training_file import add_certificates, add_files, add_laptops, learners_of
from becode.demo.world import World
from cohorts.enums import CohortState
from cohorts.models import Cohort

# Learners of the past came as often as those of today.
ABSENCES_OF = (CohortState.RUNNING, CohortState.INTERNSHIP)


def add_papers(world: World, lives: Sequence[GroupLife], at: datetime) -> None:
    """Write what years of lessons leave behind; most of it in bulk, as nobody is told."""
    for life in lives:
        cohort = Cohort.objects.filter(pk=life.cohort.pk)
        add_check_ins(chance=world.chance, at=at, cohorts=cohort, habits_after=HABITS)
        state = cohort.get().state
        if state in ABSENCES_OF:
            file_absences(world, cohort.get(), at)
        learners = learners_of(life)
        add_files(world, life, learners)
        if state == CohortState.RUNNING:
            add_laptops(world, life, learners, first=100 * life.number)
        if state == CohortState.COMPLETED:
            add_certificates(life, learners, at)
