"""Measurements at scale; each module is a program that prints its figures: `make bench`."""
