"""The paste page: a stretch of chat pasted into a box, looked over line by line, booked.

``bot/pasting/session.py`` is the mechanism; here is what a browser sees of it.
"""
