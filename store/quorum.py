"""Whether enough were there, and what a count of votes comes to. It tells; the assembly decides.

《中国共产党支部工作条例（试行）》 Art. 11 and 12; 党章 Art. 7 (no vote before admission in full).
Grounds on which an election leaves members out need the higher organisation's consent
and the assembly's own vote: here is kept that both were entered, not that they are right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from store import attendance, audit, meetings
from store.codec import replace
from store.database import Database
from store.models import Cause, LeftOut, Meeting, Member, Standing, VoteCount
from store.records import Table

LEFT_OUT = Table("left_out", LeftOut)
VOTES = Table("vote_counts", VoteCount)

GROUNDS: tuple[tuple[str, str], ...] = (
    ("外出务工、学习六个月以上，按规定应转而未转组织关系", r"外出|流动|务工|在外|学习"),
    ("自费出国（境）六个月以上", r"出国|出境|国外|境外"),
    ("患病长期卧床", r"卧床|瘫痪|不能自理|生活不能|患病"),
    ("离退休，异地居住", r"退休|异地"),
    ("患精神病", r"精神"),
    ("正在服刑", r"服刑"),
)
"""The grounds to leave somebody out of 应到会 in an election, and the words for them."""

_ELECTION = re.compile(r"选举|换届|改选|补选|增选")


def ordinary_quorum(should: int) -> int:
    """How many must be there for a vote: half or more of those who should (Art. 11, 12)."""
    return -(-should // 2)


def election_quorum(should: int) -> int:
    """How many must be there to elect: four fifths or more (《基层组织选举工作条例》)."""
    return -(-4 * should // 5)


class Outcome(StrEnum):
    """What the votes in favour come to against all who should attend."""

    MORE_THAN_HALF = "more than half"
    EXACTLY_HALF = "exactly half"
    NOT_HALF = "not half"


def outcome(in_favour: int, should: int) -> Outcome:
    """Art. 11: in favour more than half of those with a vote who should attend.

    Exactly half is no majority; it is told as what it is.
    """
    if 2 * in_favour == should:
        return Outcome.EXACTLY_HALF
    return Outcome.MORE_THAN_HALF if 2 * in_favour > should else Outcome.NOT_HALF


@dataclass(frozen=True, slots=True)
class Headcount:
    """Members with a vote at one meeting. ``online`` are among the ``present``."""

    entitled: int
    left_out: int
    present: int
    online: int
    election: bool

    @property
    def should(self) -> int:
        """应到: with a vote, without those left out."""
        return self.entitled - self.left_out

    @property
    def needed(self) -> int:
        """How many must be there."""
        return election_quorum(self.should) if self.election else ordinary_quorum(self.should)

    @property
    def lacking(self) -> int:
        """还差几人: 0 where enough are there."""
        return max(0, self.needed - self.present)

    @property
    def lacking_without_online(self) -> int:
        """As ``lacking``, where only those in the room are counted."""
        return max(0, self.needed - (self.present - self.online))


def is_election(meeting: Meeting) -> bool:
    """Whether the agenda holds an election."""
    return _ELECTION.search(meeting.agenda) is not None


def has_vote(member: Member) -> bool:
    """Full members (党章 Art. 7), but those under 留党察看."""
    return member.standing is Standing.FULL and not member.vote_suspended


def headcount(db: Database, meeting: Meeting) -> Headcount:
    """Count those with a vote whom the meeting calls, and who of them is there."""
    voters = {m.id for m in meetings.audience(db, meeting) if has_vote(m)}
    election = is_election(meeting)
    without = voters & {entry.member for entry in left_out(db, meeting.id)} if election else set()
    there = attendance.attended(db, meeting.id)
    present = [there[m] for m in voters - without if m in there]
    online = sum(entry.online for entry in present)
    return Headcount(len(voters), len(without), len(present), online, election)


def leave_out(
    db: Database, cause: Cause, meeting: Meeting, member: Member, ground: str, approved: str
) -> LeftOut:
    """Keep that an election does not count this member among those who should attend.

    ``approved``: when and by whom above, as the secretary entered it (2026-03-01 镇党委).
    """
    entry = LeftOut(meeting.id, member.id, ground, approved, cause.at, cause.by, cause.why)
    entry = LEFT_OUT.added(db, entry)
    audit.record(db, cause, "不计入应到会", (f"left_out/{entry.id}", f"members/{member.id}"))
    audit.remember(db, cause, f"left_out/{entry.id}")
    return entry


def count_in(db: Database, cause: Cause, entry: LeftOut) -> None:
    """He counts after all: what was entered before of him goes, too."""
    for one in LEFT_OUT.find(db, meeting=entry.meeting, member=entry.member):
        LEFT_OUT.put(db, replace(one, withdrawn=True))
    audit.record(db, cause, "恢复计入应到会", (f"left_out/{entry.id}",))


def left_out(db: Database, meeting: int) -> list[LeftOut]:
    """Whom a meeting leaves out; what was entered last of each member stands."""
    found = LEFT_OUT.find(db, meeting=meeting)
    return list({entry.member: entry for entry in found if not entry.withdrawn}.values())


def enter_votes(db: Database, cause: Cause, count: VoteCount) -> VoteCount:
    """Keep a count of votes that the secretary entered; a motion's last count stands."""
    count = VOTES.added(db, count)
    audit.record(db, cause, "登记表决", (f"vote_counts/{count.id}", f"meetings/{count.meeting}"))
    audit.remember(db, cause, f"vote_counts/{count.id}")
    return count


def withdraw_votes(db: Database, cause: Cause, count: VoteCount) -> None:
    """Take a count back."""
    VOTES.put(db, replace(count, withdrawn=True))
    audit.record(db, cause, "收回表决登记", (f"vote_counts/{count.id}",))


def votes(db: Database, meeting: int) -> list[VoteCount]:
    """The counts that stand, the last of each motion, in the motions' order."""
    found = VOTES.find(db, meeting=meeting)
    return list({count.motion: count for count in found if not count.withdrawn}.values())
