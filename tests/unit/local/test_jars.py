"""Only the jars of the lock file are used, whatever the cache or the registry holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import requests

from switchboard.local import download, jars
from switchboard.local.errors import LocalError
from switchboard.local.jars import Jar, ensure_jars, locked_jars

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b"the bytes that were reviewed"
JAR = Jar(hashlib.sha256(GOOD).hexdigest(), len(GOOD), "org/example/thing/1.0/thing-1.0.jar")


class Registry:
    """Stands for Maven's registry: writes what it is told to, and counts."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.downloads = 0

    def fetch(self, jar: Jar, _: object, staging: Path, folder: Path) -> None:
        self.downloads += 1
        (staging / jar.path).parent.mkdir(parents=True)
        (staging / jar.path).write_bytes(self.content)
        jar.accept(staging, folder)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SWITCHBOARD_CACHE", str(tmp_path / "cäche"))
    monkeypatch.setattr(jars, "locked_jars", lambda: [JAR])
    return tmp_path / "cäche"


def serve(monkeypatch: pytest.MonkeyPatch, content: bytes) -> Registry:
    registry = Registry(content)

    monkeypatch.setattr(download, "fetch", registry.fetch)
    return registry


def test_the_lock_file_names_the_45_jars_of_kafka() -> None:
    found = locked_jars()
    assert len(found) == 45
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in found)
    kafka = next(jar for jar in found if "/kafka_2.13/" in jar.path)
    assert kafka.coordinates() == ("org.apache.kafka", "kafka_2.13", "4.4.0")


@pytest.mark.usefixtures("cache")
def test_what_is_intact_is_not_downloaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = serve(monkeypatch, GOOD)
    assert (ensure_jars() / JAR.path).read_bytes() == GOOD
    ensure_jars()
    assert registry.downloads == 1


@pytest.mark.usefixtures("cache")
def test_a_damaged_file_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, GOOD)
    damaged = ensure_jars() / JAR.path
    damaged.write_bytes(GOOD[::-1])
    ensure_jars()
    assert damaged.read_bytes() == GOOD


def test_a_file_that_differs_from_the_lock_is_refused(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, b"the bytes of a stranger.....")
    with pytest.raises(LocalError, match="not the file"):
        ensure_jars()
    assert not list(cache.rglob("*.jar"))


@pytest.mark.usefixtures("cache")
def test_too_little_disk_is_said_before_anything_is_downloaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry = serve(monkeypatch, GOOD)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5_000_000}))
    with pytest.raises(LocalError, match="5 MB are free: make room"):
        ensure_jars()
    assert registry.downloads == 0


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (requests.ConnectionError("no route"), "registry cannot be reached: check"),
        (RuntimeError("not found in any repository"), "registry cannot be reached: check"),
        (OSError(28, "No space left on device"), "is full: make room"),
    ],
)
@pytest.mark.usefixtures("cache")
def test_a_download_that_fails_gives_one_sentence(
    monkeypatch: pytest.MonkeyPatch, reason: Exception, sentence: str
) -> None:
    def fail(*_: object) -> None:
        raise reason

    monkeypatch.setattr(download, "fetch", fail)
    with pytest.raises(LocalError, match=sentence):
        ensure_jars()
