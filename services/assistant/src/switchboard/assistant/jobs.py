"""The jobs that the assistant's workers run."""

import asyncpg

from switchboard.assistant.handlers.answering import Answering
from switchboard.assistant.handlers.engine import QuotingEngine
from switchboard.runtime.commands_out import CommandSender


def answering(
    pool: asyncpg.Pool, sender: CommandSender, *, run_seconds: float, least_confidence: float
) -> Answering:
    """Answers, quoted from the knowledge base."""
    return Answering(pool, sender, QuotingEngine(pool, least_confidence), run_seconds)
