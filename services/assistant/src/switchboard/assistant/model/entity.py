"""What the assistant decides about: the conversation's runs, an article, or the settings."""

from typing import TypeAlias

from switchboard.assistant.model.article import AiSettings, Article
from switchboard.assistant.model.run import Runs

WORKSPACE = "workspace"
"""The key of what there is once in a workspace."""

Entity: TypeAlias = Runs | Article | AiSettings
