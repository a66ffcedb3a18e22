"""The platform of a free coding school."""
