"""The engine: consume, decide, one transaction a poll, publish (design §3).

It owns offsets, transactions, ids, numbers, deadlines, errors and publishing, so that a service
says only what its rules are (`switchboard.runtime.roles`).
"""

from switchboard.runtime.engine.engine import Engine
from switchboard.runtime.engine.errors import EngineStopped
from switchboard.runtime.engine.settings import EngineSettings

__all__ = ["Engine", "EngineSettings", "EngineStopped"]
