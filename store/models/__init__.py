"""The records of the books, as frozen values. No rules, no storage, no chat.

Moments are aware datetimes in +08:00; money is ``Fen``; a dues month is a
``Period``. Each entry says who (``by``, a member id or None for the program
itself), when it was learnt (``at``) and why (``why``: the id of the message or
of the occurrence that caused it).
"""

from store.models.audit import (
    AuditEntry,
    RecentActs,
)
from store.models.bills import (
    Arrival,
    PayerName,
)
from store.models.collecting import (
    BaseFreeze,
    HandingOver,
    ToldArrears,
)
from store.models.ledger import (
    Balance,
    BranchMonth,
    Claim,
    ClaimState,
    DuesBase,
    MemberTotals,
    OpenedMonth,
    Receipt,
    Reversal,
)
from store.models.meetings import (
    AppraisalStep,
    Attendance,
    CheckIn,
    GradeCount,
    LeftOut,
    Meeting,
    MeetingAnswer,
    MeetingChange,
    MeetingNote,
    MeetingState,
    NoteKind,
    Talk,
    TrainingHours,
    VoteCount,
)
from store.models.people import (
    Binding,
    Cause,
    Heard,
    Member,
    MemberStatus,
    OfficeList,
    Role,
    Standing,
    Stranger,
)
from store.models.steering import (
    Burden,
    Course,
    Intervention,
    Step,
)
from store.models.talk import (
    Delivery,
    DeliveryState,
    InboxRow,
    Listing,
    OutboxRow,
    PastedKey,
    PostState,
    Question,
    QuestionState,
    Relay,
    Round,
    Watermark,
)

__all__ = [
    "AppraisalStep",
    "Arrival",
    "Attendance",
    "AuditEntry",
    "Balance",
    "BaseFreeze",
    "Binding",
    "BranchMonth",
    "Burden",
    "Cause",
    "CheckIn",
    "Claim",
    "ClaimState",
    "Course",
    "Delivery",
    "DeliveryState",
    "DuesBase",
    "GradeCount",
    "HandingOver",
    "Heard",
    "InboxRow",
    "Intervention",
    "LeftOut",
    "Listing",
    "Meeting",
    "MeetingAnswer",
    "MeetingChange",
    "MeetingNote",
    "MeetingState",
    "Member",
    "MemberStatus",
    "MemberTotals",
    "NoteKind",
    "OfficeList",
    "OpenedMonth",
    "OutboxRow",
    "PastedKey",
    "PayerName",
    "PostState",
    "Question",
    "QuestionState",
    "Receipt",
    "RecentActs",
    "Relay",
    "Reversal",
    "Role",
    "Round",
    "Standing",
    "Step",
    "Stranger",
    "Talk",
    "ToldArrears",
    "TrainingHours",
    "VoteCount",
    "Watermark",
]
