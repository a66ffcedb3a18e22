"""Figures about graduates and their work that can be audited.

Source: docs/domain.md, "Outcomes that can be audited"; what it leaves open is decided in
docs/decisions/0026-outcome-definitions.md. `facts` reads what is known of each learner in a
constant number of queries, `judging` says what became of one, `figures` counts.
"""
