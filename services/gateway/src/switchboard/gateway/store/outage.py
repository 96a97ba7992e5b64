"""What a database that is down, or was, raises; whoever asked is told to try again."""

import asyncpg

OUTAGE: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
"""Connections lost or refused, shutdowns, time-outs; the driver's own state after a loss."""
