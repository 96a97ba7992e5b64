"""What erasing a person makes of a message: the same message, unreadable (rules E1, E2).

A stored body is overwritten field by field, by name, wherever in it the field stands. What is left
still decodes as its type and version, so that a log can be said again in its erased form. A test
knows every free text of every message and asks whether it is erased or stays.
"""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

ERASED: Final = "[erased]"
"""What stands where a text was."""

FORM: Final[Mapping[str, JsonValue]] = {
    "text": ERASED,
    "problem": ERASED,
    "subject": ERASED,
    "description": ERASED,
    "summary": ERASED,
    "email": ERASED,
    "name": None,
    "user_name": None,
    "user_email": None,
    "fields": [],
    "sources": [],
    "mentions": [],
    "attachments": [],
    "sentiment": "neutral",
}
"""The fields that say something of a person, and what stands there afterwards."""

STAYS: Final[Mapping[str, str]] = {
    "agent_name": "a member of the team",
    "author": "a member of the team",
    "full_name": "a member of the team",
    "public_name": "a member of the team",
    "body": "an article of the knowledge base",
    "title": "an article of the knowledge base",
    "url": "an article of the knowledge base",
    "key": "a field that the team defined",
    "field_key": "a field that the team defined",
    "field_keys": "a field that the team defined",
    "options": "a field that the team defined",
    "site": "where the widget stands",
    "code": "a stable code",
    "outcome": "a stable code",
    "command_type": "the name of a message",
    "data": "ids, numbers and codes",
    "engine": "the name of a program",
    "model": "the name of a program",
    "model_version": "the name of a program",
    "gateway_id": "the name of a process",
}
"""The free texts that say nothing of a person, and what they are instead."""
