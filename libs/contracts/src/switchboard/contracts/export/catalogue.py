"""The catalogue of events for people: one page a topic, and a page that lists them."""

from collections.abc import Sequence
from datetime import timedelta

from switchboard.contracts.export.schemas import Schema, schema_of
from switchboard.contracts.message import Message
from switchboard.contracts.topics import Cleanup, Kind, Start, Topic

_NOTE = (
    "<!-- Written by `python -m switchboard.contracts export`; change the classes, not this. -->"
)
_BEGINS = {Start.AT_START: "from the start", Start.AT_END: "from now on"}


def catalogue(topics: Sequence[Topic]) -> dict[str, str]:
    """The pages by file name."""
    pages = {f"{topic.name}.md": "\n".join(_page(topic)) + "\n" for topic in topics}
    return {**pages, "README.md": "\n".join(_index(topics)) + "\n"}


def _index(topics: Sequence[Topic]) -> list[str]:
    rows = [
        f"| [`{topic.name}`]({topic.name}.md) | {topic.purpose} | {', '.join(topic.producers)} "
        f"| {', '.join(topic.consumers)} |"
        for topic in topics
    ]
    return [
        _NOTE,
        "# Topics",
        "",
        "How to read them from outside: [consuming.md](../consuming.md).",
        "",
        "| topic | what it carries | said by | heard by |",
        "|---|---|---|---|",
        *rows,
    ]


def _page(topic: Topic) -> list[str]:
    names = [f"- [`{message.__name__}`](#{message.__name__.lower()})" for message in topic.messages]
    parts = [line for message in topic.messages for line in _message(message)]
    return [_NOTE, f"# {topic.name}", "", topic.purpose, "", *_facts(topic), "", *names, *parts]


def _facts(topic: Topic) -> list[str]:
    hearers = [f"{name} ({_BEGINS[start]})" for name, start in topic.consumers.items()]
    return [
        "| | |",
        "|---|---|",
        f"| kind | {topic.kind.value} |",
        f"| key | {topic.key} |",
        f"| partitions | {topic.partitions} |",
        f"| kept | {_kept(topic)} |",
        f"| numbered by `pos` | {_numbered(topic)} |",
        f"| said by | {', '.join(topic.producers)} |",
        f"| heard by | {', '.join(hearers)} |",
    ]


def _kept(topic: Topic) -> str:
    newest = "the newest record of each key"
    if topic.cleanup is Cleanup.COMPACT:
        return newest
    days = topic.retention / timedelta(days=1)
    time = f"{days:g} days" if days > 1 else f"{topic.retention / timedelta(hours=1):g} hours"
    return f"{newest}, for {time}" if topic.cleanup is Cleanup.COMPACT_AND_DELETE else time


def _numbered(topic: Topic) -> str:
    if not topic.positioned:
        return "no"
    return "yes, for repair only" if topic.kind is Kind.SNAPSHOTS else "yes, gap-free"


def _message(message: type[Message]) -> list[str]:
    schema = schema_of(message)
    parts = {name: part for name, part in schema.get("$defs", {}).items() if "properties" in part}
    inner = [line for name, part in parts.items() for line in ("", f"`{name}`:", *_fields(part))]
    words = [line for name, part in schema.get("$defs", {}).items() for line in _words(name, part)]
    return [
        "",
        f"## {message.__name__}",
        "",
        str(schema["description"]),
        "",
        f"`{message.ce_type()}`, key `{message.key_field}`",
        *_fields(schema),
        *inner,
        *words,
    ]


def _words(name: str, part: Schema) -> list[str]:
    if "enum" not in part:
        return []
    return ["", f"`{name}`: {', '.join(f'`{word}`' for word in part['enum'])}"]


def _fields(schema: Schema) -> list[str]:
    required = schema.get("required", [])
    rows = [
        f"| `{name}` | {_type(field)} | {'always' if name in required else _absent(field)} "
        f"| {field.get('description', '')} |"
        for name, field in schema["properties"].items()
        if "const" not in field
    ]
    return ["", "| field | type | present | meaning |", "|---|---|---|---|", *rows] if rows else []


def _absent(field: Schema) -> str:
    return f"else `{field['default']}`" if field.get("default") not in (None, "") else "optional"


def _type(field: Schema) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"] if each.get("type") != "null")
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    return str(field.get("format") or field.get("type", "any JSON"))
