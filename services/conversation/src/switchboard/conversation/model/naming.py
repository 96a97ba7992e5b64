"""What users read where a text of the team names a member (rule N2)."""

import re
from collections.abc import Iterable

from switchboard.contracts.events.conversation import Mention

TOKEN = re.compile(r"<@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>", re.ASCII | re.IGNORECASE)
"""A member in a stored text, by their stable id; some languages write ids in capitals."""

_NOBODY = "@someone"


def with_names(text: str, mentions: Iterable[Mention]) -> str:
    """A text as users read it: public names in place of ids, and no id whatever it names."""
    names = {str(mention.member_id): f"@{mention.name}" for mention in mentions}
    return TOKEN.sub(lambda found: names.get(found[1].lower(), _NOBODY), text)
