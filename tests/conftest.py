"""For all tests: no property has a deadline, as no test asserts how long anything takes."""

import os
import sys

from hypothesis import settings

settings.register_profile("zhibu", deadline=None)
settings.load_profile("zhibu")

# Many tests start the program anew. Where an image forbids Python to keep what it compiled,
# each start would compile every module again, which takes longer than all that is tested.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
