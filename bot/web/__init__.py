"""The pages: the console, the paste page and the room to try it, in the program's own process.

``site.py`` puts them together, ``house.py`` is what they share, ``guard.py`` and
``sessions.py`` keep the door, ``acting.py`` turns what somebody does on a page into a
message to the same handlers as in chat. No page changes the books itself.
"""
