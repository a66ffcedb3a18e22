"""What fits and what does not between learners and positions, in words. docs/domain.md, "Matching".

Nothing is decided here and nothing is scored: the words help a colleague choose. `facts` loads
the rows in a constant number of queries, `rules` compares two of them, `pairs` orders them for
one learner or one position, `board` for a campus.
"""

from placements.fitting.pairs import learners_for, positions_for
from placements.fitting.rules import Fit, Match

__all__ = ["Fit", "Match", "learners_for", "positions_for"]
