"""Who may do what in the training; each module has its own subject."""
