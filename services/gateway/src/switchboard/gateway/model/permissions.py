"""Who may do what: the table role by action."""

from collections.abc import Mapping
from enum import StrEnum

from switchboard.contracts.words import Role


class Action(StrEnum):
    """What a signed-in member may be allowed to do."""

    CONVERSE = "converse"
    EDIT_ASSISTANT = "edit_assistant"
    EDIT_CANNED_RESPONSES = "edit_canned_responses"
    MANAGE_MEMBERS = "manage_members"


ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.AGENT: frozenset({Action.CONVERSE}),
    Role.DEVELOPER: frozenset(Action) - {Action.MANAGE_MEMBERS},
    Role.ADMIN: frozenset(Action),
}


def may(role: Role, action: Action) -> bool:
    """Whether the role allows the action."""
    return action in ALLOWED[role]
