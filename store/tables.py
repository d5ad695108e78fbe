"""The tables of the books: names, unique keys, and the fields they are looked up by."""

from __future__ import annotations

from store.database import TableSpec

TABLES: tuple[TableSpec, ...] = (
    TableSpec("members", indexes=(("branch",), ("branch", "name"))),
    TableSpec("heard", unique=(("wechat_id",),), indexes=(("member",), ("branch",))),
    TableSpec("office_lists", unique=(("branch",),)),
    TableSpec(
        "bindings",
        unique=(("active",),),
        indexes=(("wechat_id",), ("member",)),
    ),
    TableSpec("strangers", unique=(("wechat_id",),), indexes=(("branch",),)),
    TableSpec("dues_bases", indexes=(("member",),)),
    TableSpec("base_freezes", unique=(("branch", "year"),)),
    TableSpec("handed_over", indexes=(("branch",),)),
    TableSpec("told_arrears", indexes=(("member",), ("branch",))),
    TableSpec(
        "claims",
        unique=(("why", "member", "period"),),
        indexes=(("member", "period"), ("member",), ("branch", "state"), ("why",)),
    ),
    TableSpec("receipts", indexes=(("claim",), ("member", "period"), ("why",))),
    TableSpec("arrivals", unique=(("receipt",),), indexes=(("channel", "order_no"),)),
    TableSpec(
        "payer_names",
        unique=(("branch", "channel", "name", "member"),),
        indexes=(("branch",),),
    ),
    TableSpec("reversals", unique=(("table", "entry"),), indexes=(("entry",), ("why",))),
    TableSpec(
        "balances",
        unique=(("member", "period"),),
        indexes=(("branch", "period"), ("member",)),
    ),
    TableSpec("branch_months", unique=(("branch", "period"),), indexes=(("branch",),)),
    TableSpec("member_totals", unique=(("member",),), indexes=(("branch",),)),
    TableSpec(
        "check_ins",
        unique=(("why", "member", "period"),),
        indexes=(("member", "period"), ("member",), ("branch", "period"), ("why",)),
    ),
    TableSpec("meetings", indexes=(("branch", "state"), ("branch",))),
    TableSpec(
        "attendance",
        unique=(("why", "member", "meeting", "online"),),
        indexes=(("meeting",), ("member",), ("branch",), ("why",)),
    ),
    TableSpec("meeting_notes", indexes=(("meeting", "kind"), ("meeting",))),
    TableSpec("left_out", indexes=(("meeting",), ("member",))),
    TableSpec("talks", indexes=(("branch",),)),
    TableSpec("training_hours", indexes=(("branch", "year"), ("member",))),
    TableSpec("appraisal_steps", indexes=(("branch", "year"),)),
    TableSpec("grade_counts", indexes=(("branch", "year"),)),
    TableSpec("vote_counts", indexes=(("meeting",),)),
    TableSpec("meeting_changes", unique=(("meeting", "revision"),), indexes=(("meeting",),)),
    TableSpec(
        "meeting_answers",
        unique=(("why", "member", "meeting", "answer"),),
        indexes=(("meeting",), ("member",), ("why",)),
    ),
    TableSpec("questions", unique=(("slot",),), indexes=(("state",), ("why",))),
    TableSpec("listings", unique=(("wechat_id", "kind"),)),
    TableSpec("rounds", unique=(("branch", "kind"),), indexes=(("branch",),)),
    TableSpec("relays", unique=(("room", "title"),)),
    TableSpec("watermarks", unique=(("branch",),)),
    TableSpec("pasted", unique=(("room", "key"),), indexes=(("room",),)),
    TableSpec("inbox", unique=(("message",),), indexes=(("digest",),)),
    TableSpec("outbox", indexes=(("state",), ("why",))),
    TableSpec("deliveries", unique=(("key",),), indexes=(("branch",),)),
    TableSpec("interventions", indexes=(("branch", "open"), ("key",))),
    TableSpec("burdens", unique=(("branch", "period"),)),
    TableSpec("recent_acts", unique=(("member",),)),
    TableSpec("opened_months", unique=(("branch", "period"),), indexes=(("branch",),)),
    TableSpec("audit", indexes=(("why",), ("by",))),
)
