"""The papers of a training: what stands in them, and their Typst sources beside this file."""
