"""What a merge of two people means for jobs and studies: they go along."""

from becode.people.settling import moves

moves("placements.jobplacement.person", "placements.furtherstudy.person")
