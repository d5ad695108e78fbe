"""Paste mode: a stretch of group chat shown as understood, asked about, agreed to, booked.

``bot/paste/`` reads the text; here it meets the books, through the same handlers.
"""
