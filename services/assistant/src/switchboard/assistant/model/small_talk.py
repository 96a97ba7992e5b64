"""What is said for politeness and asks nothing."""

import re

_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|day|afternoon|evening)|there|all"
    r"|everyone|how are you)\b[\s,.!?]*)+"
)
_THANKS = re.compile(
    r"(?:(?:ok|okay|great|perfect|cool|thanks|thank you|thx|ty|many thanks|so much|very much|a lot"
    r"|that helps|that s all|bye|goodbye|have a (?:nice|good|great) day|and|for your help)\b"
    r"[\s,.!?]*)+"
)


def is_greeting(text: str) -> bool:
    """Whether this is a greeting and nothing else."""
    return _GREETING.fullmatch(_plain(text)) is not None


def is_thanks(text: str) -> bool:
    """Whether this is thanks or a goodbye and nothing else."""
    return _THANKS.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return re.sub(r"['\u2019]", " ", text.strip().lower())
