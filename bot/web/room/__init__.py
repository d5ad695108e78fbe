"""The room to try it, in the browser: ``page.py`` draws it, ``deeds.py`` does what is pressed
there, ``stream.py`` tells what happens, ``views.py`` is what they show. Only in the sandbox.
"""
