"""What is remembered of some documents is made again when one of them changed, and only then."""

from store import meetings
from store.models import Cause, Meeting
from tests.store.conftest import NOON, Ledger


def test_a_change_of_one_branchs_meetings_makes_only_its_own_again(ledger: Ledger) -> None:
    db, made = ledger.db, []

    def read(branch: str) -> int:
        def count() -> int:
            made.append(branch)
            return len(meetings.MEETINGS.find(db, branch=branch))

        return db.remembered_of("meetings", "count", count, branch=branch)

    def arrange(branch: str) -> Meeting:
        with db.transaction():
            cause = Cause(NOON, None, f"why/{len(made)}")
            meeting = Meeting(branch, "assembly", NOON, NOON, None, cause.why)
            return meetings.arrange(db, cause, meeting)

    first = arrange("B01")
    assert (read("B01"), read("B02"), read("B01")) == (1, 0, 1)
    arrange("B02")
    assert (read("B01"), read("B02")) == (1, 1)
    assert made == ["B01", "B02", "B02"]
    with db.transaction():
        meetings.cancel(db, Cause(NOON, None, "off"), first)
    assert (read("B01"), len(meetings.arranged(db, "B01"))) == (1, 0)
    assert made[-1] == "B01"
