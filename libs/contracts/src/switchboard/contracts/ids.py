"""Identifiers, and the ones that are derived from others.

A derived id lets two processes that never speak to each other name the same thing: a conversation's
successor, a command translated from an event, the reply of a run.
"""

from functools import partial
from hashlib import sha1
from uuid import UUID

from pydantic import TypeAdapter

CONVERSATIONS = UUID("6f1b5a7e-6a39-5d0f-9a0e-3f6f0b1f6a01")
"""Namespace of conversations that are rooted in an e-mail thread or another outside name."""

COMMANDS = UUID("6f1b5a7e-6a39-5d0f-9a0e-3f6f0b1f6a02")
"""Namespace of command ids made from a principal and the sender's own key."""

SERVICE_COMMANDS = UUID("6f1b5a7e-6a39-5d0f-9a0e-3f6f0b1f6a03")
"""Namespace of command ids that only services may use; no door accepts an id made by a caller."""

STATEMENTS = UUID("6f1b5a7e-6a39-5d0f-9a0e-3f6f0b1f6a04")
"""Namespace of the CloudEvents ids of what an engine says."""

PUBLIC_STATEMENTS = UUID("6f1b5a7e-6a39-5d0f-9a0e-3f6f0b1f6a05")
"""Namespace of ids in public streams, so that they tell nothing about the team's."""

PERSONS = UUID("6f1b5a7e-6a39-5d0f-9a0e-3f6f0b1f6a06")
"""Namespace of persons: whom host sites vouch for."""


_text: "partial[str]" = partial(TypeAdapter(UUID).serializer.to_python, mode="json")


def text_of(identifier: UUID) -> str:
    """What `str` gives, at a fifth of its time: every record that is written names several ids."""
    return _text(identifier)


_VERSION_5 = 0x5000_8000_0000_0000_0000
_NOT_VERSION = ~0xF000_C000_0000_0000_0000


def uuid5(namespace: UUID, name: str) -> UUID:
    """The standard library's `uuid5` at half its time: every message derives several ids."""
    digest = sha1(namespace.bytes + name.encode(), usedforsecurity=False).digest()
    return UUID(int=int.from_bytes(digest[:16]) & _NOT_VERSION | _VERSION_5)


def person_id(site: str, subject: str) -> UUID:
    """The one person whom a site knows under a stable name of its own (rule I1)."""
    return uuid5(PERSONS, f"{site}\n{subject}")


def first_conversation(owner_id: UUID) -> UUID:
    """The first conversation of a visitor or person (rule I4)."""
    return uuid5(owner_id, "first")


def next_conversation(conversation_id: UUID) -> UUID:
    """The one successor of a closed conversation (rule X2)."""
    return uuid5(conversation_id, "next")


def command_id(principal: str, key: str) -> UUID:
    """The id of a command that a principal sends under its own idempotency key (rule N5)."""
    return uuid5(COMMANDS, f"{principal}\n{key}")


def translated_command_id(cause: UUID, command_type: str, target: str) -> UUID:
    """The id of the command that an event is translated to: the same event gives the same id."""
    return uuid5(SERVICE_COMMANDS, f"{cause}\n{command_type}\n{target}")


def statement_id(cause: UUID, index: int) -> UUID:
    """The id of the n-th thing said because of one command or deadline."""
    return uuid5(STATEMENTS, f"{cause}\n{index}")


def message_id(cause: UUID, index: int = 0) -> UUID:
    """The team's id of a message that a command stores."""
    return uuid5(cause, f"message {index}")


def public_message_id(team_message_id: UUID) -> UUID:
    """The id under which users see a message."""
    return uuid5(PUBLIC_STATEMENTS, text_of(team_message_id))
