"""The wechaty project's protocol package, imported quietly: every import of it goes here.

One of its dependencies warns of an escape sequence when Python first compiles it,
which would greet whoever starts the program for the first time.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    from wechaty_grpc.wechaty import PuppetStub, puppet

__all__ = ["PuppetStub", "puppet"]
