"""What another process sent and was told, from the report that it leaves in the HAR format."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.builders.overhearing import Overheard, bearer


@dataclass(frozen=True)
class Exchange:
    """A request and its answer."""

    method: str
    path: str
    token: str | None
    asked: bytes
    status: int
    answered: str


def exchanges(report: Path) -> Iterator[Exchange]:
    """All that was sent, in its order."""
    for entry in json.loads(report.read_text("utf-8"))["log"]["entries"]:
        asked, answered = entry["request"], entry["response"]
        yield Exchange(
            asked["method"],
            urlsplit(asked["url"]).path,
            bearer(_headers(asked)),
            asked.get("postData", {}).get("text", "").encode(errors="replace"),
            answered["status"],
            answered["content"].get("text", ""),
        )


def hear(overheard: Overheard, told: list[Exchange]) -> None:
    """Have it searched as if it had been said in this process."""
    for one in told:
        overheard.answer(one.method, one.path, one.token, one.asked, one.answered)
        overheard.refused(one.status, one.answered)


def _headers(asked: dict[str, Any]) -> dict[str, str]:
    return {header["name"].lower(): header["value"] for header in asked["headers"]}
