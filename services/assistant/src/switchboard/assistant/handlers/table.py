"""Which decision answers which command, on one screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from switchboard.assistant.decisions.change_assistant_settings import change_assistant_settings
from switchboard.assistant.decisions.erase_runs import erase_runs
from switchboard.assistant.decisions.finish_run import finish_run
from switchboard.assistant.decisions.import_article import import_article
from switchboard.assistant.decisions.start_run import start_run
from switchboard.assistant.decisions.stop_run import stop_run
from switchboard.assistant.model.facts import Facts
from switchboard.assistant.model.refusals import Verdict
from switchboard.assistant.model.run import Runs
from switchboard.contracts.commands.assistant import (
    ChangeAssistantSettings,
    EraseRuns,
    FinishRun,
    ImportArticle,
    StartRun,
    StopRun,
)
from switchboard.contracts.message import Message

Answer: TypeAlias = Callable[[Any, Any, UUID, Facts, datetime], Verdict]

DECISIONS: Mapping[type[Message], Answer] = {
    StartRun: lambda s, m, i, f, t: start_run(s or Runs(m.conversation_id), m, i, f, t),
    StopRun: lambda s, m, _, f, t: stop_run(s or Runs(m.conversation_id), m, f, t),
    FinishRun: lambda s, m, _, f, t: finish_run(s or Runs(m.conversation_id), m, f, t),
    EraseRuns: lambda s, m, *_: erase_runs(s or Runs(m.conversation_id)),
    ImportArticle: lambda s, m, _, __, t: import_article(s, m, t),
    ChangeAssistantSettings: lambda _, m, __, f, t: change_assistant_settings(m, f.limits, t),
}
