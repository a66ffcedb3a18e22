"""One verb per change, a noun a file: companies, positions, proposals, internships, jobs,
follow_ups. Every verb takes `actor` and `at`, and raises IllegalMove with a plain sentence.
"""
