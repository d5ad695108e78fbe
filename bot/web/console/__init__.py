"""The console's pages, a module each: what is shown, by whose right, and nothing that acts.

What a button does is a message to the handlers (``bot/web/acting.py``).
"""
