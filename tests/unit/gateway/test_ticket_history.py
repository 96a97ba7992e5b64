"""A ticket's history is told by comparing it with itself."""

from typing import Any

from switchboard.gateway.model.ticket_history import ticket_history


def _event(revision: int, what: str, **fields: Any) -> dict[str, Any]:
    given = {"status": "open", "subject": "Lost", "description": "", "priority": "low"}
    return {"revision": revision, "at": f"t{revision}", "type": what} | given | fields


def test_the_first_change_says_what_it_was_made_with_and_later_ones_what_is_different() -> None:
    created = _event(1, "created", agent_id="anna")
    reopened = _event(2, "status", status="resolved")
    first, second = ticket_history([created, reopened])
    assert {d.field: d.after for d in first.differences} == {
        "status": "open",
        "subject": "Lost",
        "description": "",
        "priority": "low",
    }
    assert (first.agent_id, second.agent_id) == ("anna", None)
    assert [(d.field, d.before, d.after) for d in second.differences] == [
        ("status", "open", "resolved")
    ]


def test_t3_open_again_after_it_was_resolved_counts_as_reopened_and_nothing_else_does() -> None:
    statuses = ["open", "resolved", "resolved", "open", "pending_user", "open", "resolved"]
    events = [_event(n, "x", status=status) for n, status in enumerate(statuses, 1)]
    reopened = [change.revision for change in ticket_history(events) if change.reopened]
    assert reopened == [4]


def test_a_ticket_without_events_has_no_history() -> None:
    assert ticket_history([]) == []
