"""What the assistant hears, and who handles it."""

from switchboard.assistant.handlers.decider import AssistantDecider
from switchboard.assistant.handlers.turns import Turns
from switchboard.assistant.model.facts import Limits
from switchboard.runtime.transcripts import Transcripts

TRANSLATORS = (Turns(),)
PROJECTORS = (Transcripts(),)


def decider(limits: Limits) -> AssistantDecider:
    """The rules of runs, articles and settings."""
    return AssistantDecider(limits)
