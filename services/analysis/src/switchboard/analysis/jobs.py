"""The jobs that the analysis service's workers run."""

import asyncpg

from switchboard.analysis.handlers.analysing import Analysing
from switchboard.runtime.commands_out import CommandSender


def analysing(pool: asyncpg.Pool, sender: CommandSender, *, seconds: float) -> Analysing:
    """Analyses by quoting, scoring and patterns."""
    return Analysing(pool, sender, seconds)
