"""Errors that a person can mend, as one Chinese sentence on standard error; exit code 1.

Anything else is a bug and keeps its traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot import cli_words


class CommandError(Exception):
    """A command cannot do what was asked; the message says in Chinese what to do."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn mendable errors into a sentence."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        if type(error).__name__ == "Abort":
            sys.exit(130)
        mistyped = cli_words.told(error)
        if mistyped is not None:
            print(mistyped, file=sys.stderr)
            sys.exit(2)
        if not _is_mendable(error):
            raise
        print(error, file=sys.stderr)
        sys.exit(1)


def _is_mendable(error: Exception) -> bool:
    """By name, so that this module imports none of the rooms the errors come from."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & _MENDABLE)


_MENDABLE = frozenset(
    {
        "CommandError",
        "SettingsError",
        "StoreError",
        "MembersFileError",
        "ScriptError",
        "TextsError",
        "PasteError",
    }
)
