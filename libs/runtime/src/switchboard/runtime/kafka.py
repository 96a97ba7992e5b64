"""How a process connects to Kafka: the arguments that every aiokafka client here shares."""

from collections.abc import Mapping
from typing import Any

from aiokafka.helpers import create_ssl_context

from switchboard.runtime.settings import ProcessSettings

METADATA_MAX_AGE_MS = 5_000
"""How long a client goes on without asking for the brokers anew.

After an outage aiokafka's clients sometimes wait for an answer that nobody asked for; they ask when
this has passed, and by their own default would stand still for five minutes.
"""


def connection_arguments(settings: ProcessSettings) -> dict[str, Any]:
    """Keyword arguments for aiokafka's consumers, producers and admin client."""
    return {
        "bootstrap_servers": settings.kafka,
        "metadata_max_age_ms": METADATA_MAX_AGE_MS,
        **security_arguments(settings),
    }


def security_arguments(settings: ProcessSettings) -> Mapping[str, Any]:
    """The part of the arguments that says how to prove who we are."""
    extra: dict[str, Any] = {"security_protocol": settings.kafka_security_protocol}
    if settings.kafka_security_protocol.startswith("SASL"):
        extra["sasl_mechanism"] = settings.kafka_sasl_mechanism
        extra["sasl_plain_username"] = settings.kafka_username
        extra["sasl_plain_password"] = settings.kafka_password
    if settings.kafka_security_protocol.endswith("SSL"):
        extra["ssl_context"] = create_ssl_context(cafile=settings.kafka_ca_file)
    return extra
