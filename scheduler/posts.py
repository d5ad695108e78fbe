"""What an announcement is made of: its branch's terms, its posts, what they were made of.

Values only; nothing here knows what a kind says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduler.publication import Shows
from store.arrears import CLOCKS, Run
from store.meeting_plan import RULES, MeetingRule
from store.models import Role, Round
from store.tabular import Table


@dataclass(frozen=True, slots=True)
class Terms:
    """What an announcement needs to know of its branch.

    ``shows``: what the publication in the group lists of those who have paid (never of those
    who have not). ``picture``: it goes as a picture, too.
    ``kind_names``: the meetings' kinds in Chinese. ``meeting_rules``: how often they are owed.
    ``clocks``: after how many months without dues the secretary is told;
    ``silence_months``: after how many without contact. ``prompt_names``: the prompt in the
    group names who was not in contact yet.
    """

    id: str
    name: str
    shows: Shows = Shows.SUMS
    picture: bool = field(default=False, kw_only=True)
    kind_names: Mapping[str, str] = field(default_factory=dict)
    meeting_rules: tuple[MeetingRule, ...] = RULES
    clocks: tuple[int, ...] = CLOCKS
    silence_months: tuple[int, ...] = (1, 3, 5, 6)
    prompt_names: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Post:
    """One post: to the branch's rooms, or in private to the holders of an office or one member.

    ``table``: what goes after the text as a picture, where the channel can carry one.
    """

    text: str
    values: Mapping[str, Any]
    to: Role | None = None
    table: Table | None = None
    person: int | None = None

    @property
    def to_group(self) -> bool:
        """Whether everybody sees it."""
        return self.to is None and self.person is None


@dataclass(frozen=True, slots=True)
class Announcement:
    """All that one occurrence says, the round it opens, and the records it was made of.

    ``told``: the runs of arrears it tells of, and the mark each has reached.
    """

    posts: tuple[Post, ...]
    made_of: tuple[str, ...] = ()
    round: Round | None = None
    told: tuple[tuple[Run, int], ...] = ()
