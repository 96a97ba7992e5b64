"""Who may do what: the table role by action, and what an API key leaves of it."""

from collections.abc import Mapping
from enum import StrEnum

from switchboard.contracts.words import Role


class Action(StrEnum):
    """What a member, or an API key of theirs, may be allowed to do."""

    CONVERSE = "converse"
    EDIT_ASSISTANT = "edit_assistant"
    EDIT_ANALYSIS_FIELDS = "edit_analysis_fields"
    EDIT_CANNED_RESPONSES = "edit_canned_responses"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_API_KEYS = "manage_api_keys"
    MANAGE_IDENTITY = "manage_identity"
    READ_AUDIT_LOG = "read_audit_log"
    ERASE_PERSONS = "erase_persons"


_ADMINS_ALONE = frozenset(
    {
        Action.MANAGE_MEMBERS,
        Action.MANAGE_API_KEYS,
        Action.MANAGE_IDENTITY,
        Action.READ_AUDIT_LOG,
        Action.ERASE_PERSONS,
    }
)

ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.AGENT: frozenset({Action.CONVERSE}),
    Role.DEVELOPER: frozenset(Action) - _ADMINS_ALONE,
    Role.ADMIN: frozenset(Action),
}

SCOPES = frozenset(Action) - {Action.MANAGE_API_KEYS}
"""What an API key can be good for: anything but making keys, which would outlive its own end."""


def may(role: Role, action: Action, scopes: frozenset[Action] | None = None) -> bool:
    """Whether the role allows the action; with an API key its scopes must allow it too."""
    return action in ALLOWED[role] and (scopes is None or action in scopes)
