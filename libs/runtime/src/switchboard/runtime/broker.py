"""Waiting for Kafka at start: one exit an outage, not one a second."""

import asyncio

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from switchboard.runtime.kafka import connection_arguments
from switchboard.runtime.settings import ProcessSettings

_RETRY_SECONDS = 0.25


async def wait_for_kafka(settings: ProcessSettings) -> None:
    """Return as soon as a broker answers; wait without limit."""
    log = structlog.get_logger("kafka")
    told = False
    while not await _answers(settings):
        if not told:
            log.info("waiting for Kafka", servers=settings.kafka)
            told = True
        await asyncio.sleep(_RETRY_SECONDS)


async def _answers(settings: ProcessSettings) -> bool:
    probe = AIOKafkaProducer(**connection_arguments(settings), request_timeout_ms=3_000)
    try:
        await probe.start()
    except (KafkaError, OSError):
        return False
    finally:
        await probe.stop()
    return True
