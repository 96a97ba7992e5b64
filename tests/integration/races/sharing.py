"""How the replicas of a service share a topic, as the broker knows it."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from tests.builders.system import Workspace

from switchboard.contracts.topics import Topic

_PATIENCE_SECONDS = 30


async def until_all_share(workspace: Workspace, service: str, topic: Topic, replicas: int) -> None:
    """Wait until each of so many replicas of a service has partitions of a topic, and all are had.

    Raises:
        TimeoutError: they do not share it.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=workspace.kafka.bootstrap)
    await admin.start()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                shares = await _shares(admin, workspace.prefix, service, topic)
                if len(shares) == replicas and min(shares) > 0 and sum(shares) == topic.partitions:
                    return
                await asyncio.sleep(0.1)
    finally:
        await admin.close()


async def _shares(admin: AIOKafkaAdminClient, prefix: str, service: str, topic: Topic) -> list[int]:
    """How many partitions each member of the service's group has."""
    (described,) = await admin.describe_consumer_groups([prefix + service])
    ((_, _, _, _, _, members, *_),) = described.groups
    return [_share(assigned, prefix + topic.name) for *_, assigned in members if assigned]


def _share(assigned: bytes, topic: str) -> int:
    partitions = ConsumerProtocolMemberAssignment.decode(assigned).partitions()
    return sum(partition.topic == topic for partition in partitions)
