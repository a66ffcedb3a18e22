"""Applicants from spreadsheets as schools really have them.

Reading (files → rows), columns (headings in three languages), values (dates, phones, campuses),
planning (one row → what would happen), running (one transaction, progress, bad rows back).
"""
