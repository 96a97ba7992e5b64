"""Making the registry's topics, as a step of its own before the processes start."""

from datetime import timedelta

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from switchboard.contracts.topics import TOPICS, Cleanup, Topic
from switchboard.runtime.broker import wait_for_kafka
from switchboard.runtime.kafka import connection_arguments
from switchboard.runtime.settings import ProcessSettings

_BROKER_DEFAULT = -1
_SEGMENT_FLOOR = timedelta(minutes=1)


class TopicCreationError(RuntimeError):
    """The broker refused to make a topic."""


async def create_topics(settings: ProcessSettings, topics: tuple[Topic, ...] = TOPICS) -> None:
    """Make every topic that is missing; those that exist stay as they are.

    Raises:
        TopicCreationError: the broker refused one.
    """
    await wait_for_kafka(settings)
    admin = AIOKafkaAdminClient(**connection_arguments(settings))
    await admin.start()
    try:
        response = await admin.create_topics(
            [_new_topic(topic, settings.topic_prefix) for topic in topics]
        )
    finally:
        await admin.close()
    for name, code, *reason in response.topic_errors:
        _judge(name, code, reason)


def _judge(name: str, code: int, reason: list[str]) -> None:
    if code == TopicAlreadyExistsError.errno:
        return
    if code:
        raise TopicCreationError(f"{name}: {for_code(code).__name__} {reason}")
    structlog.get_logger("topics").info("created", topic=name)


def _new_topic(topic: Topic, prefix: str) -> NewTopic:
    return NewTopic(
        name=prefix + topic.name,
        num_partitions=topic.partitions,
        replication_factor=_BROKER_DEFAULT,
        # aiokafka takes the default factor only beside assignments, also beside none
        replica_assignments={},
        topic_configs=topic_configuration(topic),
    )


def topic_configuration(topic: Topic) -> dict[str, str]:
    """The broker settings of a topic.

    A segment lasts at most a tenth of the retention, so that the log forgets in time.
    """
    segment = max(min(topic.retention / 10, timedelta(days=1)), _SEGMENT_FLOOR)
    configuration = {
        "cleanup.policy": topic.cleanup.value,
        "segment.ms": _milliseconds(segment),
    }
    if topic.cleanup is not Cleanup.COMPACT:
        configuration["retention.ms"] = _milliseconds(topic.retention)
    if topic.cleanup is not Cleanup.DELETE:
        configuration["max.compaction.lag.ms"] = _milliseconds(timedelta(days=1))
    return configuration


def _milliseconds(span: timedelta) -> str:
    return str(int(span.total_seconds() * 1000))
