"""What a merge of two people means for jobs: they go along."""

from becode.people.settling import moves

moves("placements.jobplacement.person")
