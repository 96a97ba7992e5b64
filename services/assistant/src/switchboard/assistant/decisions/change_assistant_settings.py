"""Somebody switches the AI on or off, or sets how long its runs are held."""

from datetime import datetime

from switchboard.assistant.model.article import AiSettings
from switchboard.assistant.model.facts import Limits
from switchboard.assistant.model.refusals import Code, Verdict, refused
from switchboard.contracts.commands.assistant import ChangeAssistantSettings
from switchboard.runtime.roles import Accepted


def change_assistant_settings(
    command: ChangeAssistantSettings, limits: Limits, now: datetime
) -> Verdict:
    """Take the settings as a whole (rule C1); a run is never held past its own limit."""
    most = limits.run.total_seconds()
    if not 0 <= command.minimum_run_seconds <= most:
        return refused(Code.BAD_MINIMUM_RUN, most=most)
    return Accepted(
        AiSettings(
            enabled=command.enabled,
            minimum_run_seconds=command.minimum_run_seconds,
            changed_at=now,
        )
    )
