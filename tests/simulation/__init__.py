"""The simulated world: the real program in a group, on a machine and a channel that misbehave.

One seed is one run, replayed identically. Nothing here asks the real time.
"""
