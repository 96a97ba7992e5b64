"""Everything that visitors' clients were told during a test run, and what it must not contain.

Requests, answers and frames of every test client pass here (`listening.py`). At the end
of the run all that visitors were told is searched for notes, numbers of the team's stream, and
anything of a member but the public name (rules N1 and N2, audience).
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.builders.public_numbers import PublicNumbers

TEAM_ONLY = re.compile(
    r'"(seq|epoch|agent_id|member_id|full_name|priority|collaborators|withdraw_from|notify)":'
    r"|internal_note"
)
"""Words that stand in the team's messages and in no visitor's."""

_SHORTEST = 12
"""A shorter text may stand somewhere by chance: it is sought as a whole string or whole words."""

_TOKEN_PATHS = ("/v1/visitors", "/v1/visitors/identity")
"""Where visitors get their tokens, new ones and renewed ones."""

_DEMO = "/v1/demo"
"""A demo tells anybody its accounts, to sign in with; nothing else may tell them."""

_SAID = ("text", "subject", "description", "email", "user_email")
ASKED = (*_SAID, "problem")
"""Where requests hold what people wrote; in an answer `problem` is what is wrong with a field."""

_SHOWN = ("password", "current", "proof", "token", "api_key", "secret", "link")
"""Where messages hold what people wrote or are reached by, and what proves who somebody is."""

_BEFORE_TOKEN = re.compile(r"^http.*#\w+=")  # in a one-time link

_ERRORS_FROM = 400
_NOTE_ADDED = "conversation.internal_note_added"
_OF_MEMBERS = ("email", "full_name", "member_id")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass
class Overheard:
    """What was heard so far.

    Attributes:
        tokens: of visitors.
        told: answers and frames that visitors got.
        holes: where the numbers that a visitor was told of a conversation leave one out.
        notes: texts that were written for the team.
        public: texts that were written to the other side; the same text may be a note elsewhere.
        own_words: strings in what visitors asked, which they may be told again.
        secrets: ids of notes, and what only the team knows of its members.
        public_names: of members; a full name may be the same.
        proofs: what proves who somebody is: tokens, passwords, secrets, one-time links.
        addresses: of all requests and sockets, which are no place for a proof.
        unspeakable: whatever nobody may log: texts, addresses, and proofs.
        refusals: error answers, which are no place for it either.
    """

    tokens: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    public: set[str] = field(default_factory=set)
    own_words: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    public_names: set[str] = field(default_factory=set)
    proofs: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    unspeakable: set[str] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)

    def dumped(self) -> str:
        """All of it, for another process to `include`."""
        return json.dumps({name: list(heard) for name, heard in vars(self).items()})

    def include(self, dumped: str) -> None:
        """Add what another process overheard."""
        for name, heard in json.loads(dumped).items():
            mine = getattr(self, name)
            if isinstance(mine, set):
                mine.update(heard)
            else:
                mine.extend(heard)

    def answer(
        self, method: str, path: str, token: str | None, asked: bytes, answered: str
    ) -> None:
        """A request and its answer."""
        self.learn_unspeakable(asked, ASKED)
        self.learn_unspeakable(answered)
        if method == "POST" and path in _TOKEN_PATHS:
            self.tokens.update(_strings_at(("token",), answered))
            self._visitor_told(asked, answered)
        elif token in self.tokens and path != _DEMO:
            self._visitor_told(asked, answered)
            self.holes += PublicNumbers().begin(_object(answered))
        else:
            self._team_told(path, asked, answered)
        if path.endswith("/messages"):
            self._written(self.public, _object(asked))

    def refused(self, status: int, answered: str) -> None:
        """An answer again, if it is an error."""
        if status >= _ERRORS_FROM:
            self.refusals.append(answered)

    def socket(self, path: str) -> "OverheardSocket":
        """A new socket to listen to."""
        self.addresses.add(path)
        return OverheardSocket(self, path)

    def sent(self, text: str) -> None:
        """A frame that a client sent."""
        self.learn_unspeakable(text, ASKED)
        asked = _object(text)
        if asked.get("frame") == "command":
            is_note = asked.get("act") == "add_note"
            self._written(self.notes if is_note else self.public, asked)

    def learn_unspeakable(self, said: str | bytes, names: tuple[str, ...] = _SAID) -> None:
        """Keep what may stand in a request, an answer, a frame or a record, and in no log."""
        shown = {_BEFORE_TOKEN.sub("", one) for one in _strings_at(_SHOWN, said)}
        self.proofs |= shown
        self.unspeakable |= _strings_at(names, said) | shown

    def learn_notes(self, told: str) -> None:
        """Keep the ids of notes that the team is told, whichever way they were written."""
        if _NOTE_ADDED in told:
            notes = [one for one in _objects(_parsed(told)) if one.get("type") == _NOTE_ADDED]
            self.secrets.update(str(note["message_id"]) for note in notes if "message_id" in note)

    def _visitor_told(self, asked: bytes, answered: str) -> None:
        self.own_words |= _strings(asked.decode(errors="replace"))
        self.told.append(answered)

    def _team_told(self, path: str, asked: bytes, answered: str) -> None:
        if path.endswith("/notes"):
            self._written(self.notes, _object(asked))
            self.secrets |= _strings_at(("message_id",), answered)
        elif path in ("/v1/me", "/v1/sign-in") or path.startswith("/v1/members"):
            self.secrets |= _strings_at(_OF_MEMBERS, answered)
            self.public_names |= _strings_at(("public_name",), answered)
        self.learn_notes(answered)

    def _written(self, texts: set[str], asked: dict[str, Any]) -> None:
        if isinstance(text := asked.get("text"), str):
            texts.add(text)

    @contextmanager
    def holes_on_purpose(self) -> Iterator[None]:
        """Whoever takes rows of the visitors' stream away reads the holes that this leaves."""
        before = list(self.holes)
        yield
        self.holes = before

    @contextmanager
    def proofs_in_addresses_on_purpose(self) -> Iterator[None]:
        """Whoever shows that a token in an address opens nothing puts one there."""
        before = set(self.addresses)
        yield
        self.addresses = before

    def leaks(self) -> list[str]:
        """What visitors were told and should not have been."""
        hidden = (self.notes - self.public) | (self.secrets - self.public_names)
        everything = "\n".join(self.told)
        strings = {string for text in self.told for string in _strings(text)}
        found = [f"{match.group()} in {text[:300]}" for text in self.told for match in _first(text)]
        told = [secret for secret in sorted(hidden) if self._stands_in(everything, strings, secret)]
        return found + self.holes + [f"told: {secret}" for secret in told] + self._betrayed()

    def _betrayed(self) -> list[str]:
        """Addresses that hold what proves who somebody is; proxies and histories keep addresses."""
        asked = "\n".join(map(unquote, self.addresses))
        proofs = sorted(one for one in self.proofs if len(one) >= _SHORTEST)
        return [f"in an address: {proof}" for proof in proofs if proof in asked]

    def _stands_in(self, everything: str, strings: set[str], secret: str) -> bool:
        spelled = {secret, json.dumps(secret)[1:-1]}
        if len(secret) >= _SHORTEST:
            return any(needle in everything for needle in spelled)
        if not secret.strip() or secret in self.own_words:
            return False
        return secret in strings or (" " in secret and _has_words(everything, secret))


class OverheardSocket:
    """A socket whose frames are heard in their order."""

    def __init__(self, heard: Overheard, path: str) -> None:
        self._heard = heard
        self._of_visitor = path.endswith("/socket/visitor")
        self._numbers = PublicNumbers()

    def sent(self, text: str) -> None:
        """A frame that the client sent."""
        if self._of_visitor:
            self._heard.own_words |= _strings(text)
        self._heard.sent(text)

    def got(self, text: str) -> None:
        """A frame that the client got."""
        self._heard.learn_unspeakable(text)
        if not self._of_visitor:
            self._heard.learn_notes(text)
            return
        self._heard.told.append(text)
        if '"public_seq"' in text:
            frame = _object(text)
            first = frame.get("frame") == "subscribed"
            tell = self._numbers.begin if first else self._numbers.go_on
            self._heard.holes += tell(frame)


def _first(text: str) -> list[re.Match[str]]:
    match = TEAM_ONLY.search(text)
    return [match] if match else []


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # tests send nonsense too, nested without end
        return None


def _object(text: str | bytes) -> dict[str, Any]:
    found = _parsed(text)
    return found if isinstance(found, dict) else {}


def _objects(found: Any) -> Iterator[dict[str, Any]]:
    """An object and all that stand in it."""
    if isinstance(found, dict):
        yield found
        found = list(found.values())
    for one in found if isinstance(found, list) else ():
        yield from _objects(one)


def _strings_at(names: tuple[str, ...], text: str | bytes) -> set[str]:
    """The strings that stand in a JSON document under one of these names."""
    values = (one.get(name) for one in _objects(_parsed(text)) for name in names)
    return {value for value in values if isinstance(value, str) and value}


def _strings(text: str) -> set[str]:
    """Every string in JSON documents, names of fields too; what is no string as it stands."""
    return {_unescaped(found) for found in set(_STRING.findall(text))}


def _unescaped(written: str) -> str:
    read = _parsed(f'"{written}"') if "\\" in written else written
    return read if isinstance(read, str) else written


def _has_words(everything: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", everything) is not None


def bearer(headers: Any) -> str | None:
    """The token that a request was made with."""
    kind, _, token = (headers.get("authorization") or "").partition(" ")
    return token if kind == "Bearer" else None
