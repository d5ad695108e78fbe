"""For all tests: no property has a deadline, as no test asserts how long anything takes."""

from hypothesis import settings

settings.register_profile("zhibu", deadline=None)
settings.load_profile("zhibu")
