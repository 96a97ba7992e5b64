"""The AsyncAPI 3 document: every topic, its messages, who sends and who receives them."""

from collections.abc import Sequence
from typing import Any

from switchboard.contracts.message import Message
from switchboard.contracts.topics import Topic

_BINDING = "0.5.0"
_HEADERS: dict[str, Any] = {
    "type": "object",
    "description": "CloudEvents 1.0 in Kafka's binary mode; every value is text in UTF-8.",
    "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "content-type": {"const": "application/json"},
        "ce_id": {"type": "string", "format": "uuid"},
        "ce_type": {"type": "string", "description": "The message's name and version."},
        "ce_source": {"type": "string", "description": "The service that says it."},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_correlationid": {"type": "string", "format": "uuid"},
        "ce_causationid": {"type": "string", "format": "uuid"},
        "traceparent": {"type": "string", "description": "W3C trace context."},
        "pos": {
            "type": "string",
            "description": "Gap-free number of the record in its topic and partition, if fed by an "
            "engine.",
        },
        "answer": {"type": "string", "description": "Present on the one answer to a command."},
        "opening": {"type": "string", "description": "Who may create a conversation with this."},
        "person": {"type": "string", "description": "The person who asks, as the gateway knows."},
        "chainhead": {"type": "string", "description": "The newest conversation of that person."},
        "outcomepartition": {
            "type": "string",
            "description": "The partition of command.outcomes where the sender listens.",
        },
    },
}


def asyncapi(topics: Sequence[Topic]) -> dict[str, Any]:
    """The document; payloads are references to the schema files beside it."""
    messages = {message.ce_type(): message for topic in topics for message in topic.messages}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Switchboard",
            "version": "1",
            "description": "Everything that passes between the services of one deployment.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics},
        "operations": {
            name: operation for topic in topics for name, operation in _operations(topic).items()
        },
        "components": {
            "messages": {name: _message(messages[name]) for name in sorted(messages)},
            "schemas": {"envelope": _HEADERS},
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": topic.purpose,
        "messages": {
            message.ce_type(): {"$ref": f"#/components/messages/{message.ce_type()}"}
            for message in topic.messages
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": topic.cleanup.value.split(","),
                    "retention.ms": int(topic.retention.total_seconds() * 1000),
                },
                "bindingVersion": _BINDING,
            }
        },
        "x-kind": topic.kind.value,
        "x-key": topic.key,
        "x-numbered": topic.positioned,
    }


def _operations(topic: Topic) -> dict[str, Any]:
    channel = {"$ref": f"#/channels/{topic.name}"}
    sends = {
        f"{service}.sends.{topic.name}": {"action": "send", "channel": channel}
        for service in topic.producers
    }
    receives = {
        f"{service}.receives.{topic.name}": {
            "action": "receive",
            "channel": channel,
            "x-begins-at": start.value,
        }
        for service, start in topic.consumers.items()
    }
    return sends | receives


def _message(message: type[Message]) -> dict[str, Any]:
    return {
        "name": message.ce_type(),
        "title": message.__name__,
        "summary": (message.__doc__ or "").strip().splitlines()[0],
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"./{message.ce_type()}.json"},
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": f"The body's {message.key_field}."},
                "bindingVersion": _BINDING,
            }
        },
    }
