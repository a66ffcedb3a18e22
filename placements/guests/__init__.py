"""Pages behind links for people without an account: one thing to do each."""
