"""Whether a user asks for a human, told by the words (rule H1).

A verb of getting in touch and, closely behind it, a word for a person; or a person that is wanted
outright. Misspellings count. `benchmarks/quality.py` measures precision and recall.
"""

import re
from collections.abc import Collection, Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSONS = _words(
    "agent agents human person people someone somebody anyone anybody operator representative"
    " representant assistant advisor adviser supervisor manager employee specialist consultant"
)
_SHORT_PERSONS = frozenset({"rep", "staff", "support", "team"})
_CONTACT = _words(
    "speak speaking talk talking chat chatting contact contacting reach connect connecting"
    " transfer call calling discuss message redirect escalate"
)
_SERVICE = frozenset({"customer", "technical", "client"})
_NEARBY = 4
"""How many words may stand between the verb and the person."""

_BREAKS = _words(
    "and or but as for about because if when while who whom which that whose from by via per using"
    " into at on in my his her their its our order account card payment visitor visitors customer"
    " customers user users you is are was were"
)
"""Words after which the person belongs to something else."""

_OTHERS = _words(
    "visitor visitors customer customers user users they he she agent agents colleague colleagues"
    " people members member who team"
)
"""Who gets in touch, when it is not the writer."""

_MODALS = _words("can could will would should may might must do does did to")
_NO_TYPOS = _words(
    "that what hat chap chart coal hall ball fall wall tall walk take task tank all cell each teach"
    " beach peak weak massage passage age cat cheat wait chats cart chase case contract contracts"
    " steak shaken agency urgent percent again present parent reason season proper text content"
    " connected transferred called"
)
"""Words that are none of ours, misspelt, but themselves."""

_OUTRIGHT = re.compile(
    r"\b(?:want|need|prefer|get|give|have|like|send|find|put)(?: me| us)?(?: on| through)?"
    r"(?: to| with)?(?: an?| some| the| any)? ?(?:[a-z]+ing |damn |bloody )?"
    r"(?:(?:real|live|actual|human|proper) )*"
    r"(?:human|operator|representative|real person|live person|actual person|human being|agent)\b"
    r"(?! (?:error|readable|resources|account|id|name|number|role|panel|status))"
)
_ALONE = re.compile(
    r"(?:(?:please|pls|now|just|an?|the|real|live|actual|human|i said|hello|hi|no) )*"
    r"(?:human|agent|operator|representative|(?:real|live|actual|human) (?:person|agent|being))"
    r"(?: (?:please|pls|now|thanks|thank you|asap))*"
)
_NO_BOT = re.compile(
    r"\b(?:not|don t|dont|no|stop|instead of|rather than|hate|sick of)\b(?: [a-z]+){0,6}?"
    r" (?:ro)?bots?\b|\b(?:ro)?bots? (?:is|are) (?:useless|no help)"
)
_ABOUT_BOT = re.compile(r"\b(?:speak|talk|chat|deal)\w*\b|^no (?:ro)?bots?|useless|no help")


def wants_human(text: str) -> bool:
    """Whether the writer asks for a human to talk to."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "'").replace("'", " "))
    line = " ".join(words)
    return (
        _ALONE.fullmatch(line) is not None
        or _OUTRIGHT.search(line) is not None
        or _is_tired_of_machines(line)
        or any(_asks_at(words, place) for place in range(len(words)))
    )


def _is_tired_of_machines(line: str) -> bool:
    return _NO_BOT.search(line) is not None and _ABOUT_BOT.search(line) is not None


def _asks_at(words: Sequence[str], place: int) -> bool:
    """Whether a verb of getting in touch stands here, with a person closely behind it."""
    if not _is_one_of(words[place], _CONTACT) or _somebody_else_does(words, place):
        return False
    following = words[place + 1 : place + 2 + _NEARBY]
    for number, word in enumerate(following):
        if _is_person(word) or (word in _SERVICE and _is_service(following[number + 1 :])):
            return True
        if word in _BREAKS:
            return False
    return False


def _is_service(rest: Sequence[str]) -> bool:
    return bool(rest) and rest[0] in {"service", "services", "support", "care", "rep"}


def _somebody_else_does(words: Sequence[str], place: int) -> bool:
    """Whether the subject is a third person: "how do visitors talk to an agent?"."""
    before = list(words[max(0, place - 3) : place])
    while before and before[-1] in _MODALS:
        before.pop()
    return bool(before) and before[-1] in _OTHERS


def _is_person(word: str) -> bool:
    glued = re.sub(r"^(?:to|with|an?)(?=\w{5})", "", word)
    return word in _SHORT_PERSONS or _is_one_of(word, _PERSONS) or _is_one_of(glued, _PERSONS)


def _is_one_of(word: str, wanted: Collection[str]) -> bool:
    if word in wanted:
        return True
    if word in _NO_TYPOS or len(word) < len("talk"):
        return False
    return any(_is_typo(word, right) for right in wanted if len(right) >= len("talk"))


def _is_typo(word: str, right: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with its neighbour."""
    if abs(len(word) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    rest, right_rest = word[start:], right[start:]
    return (
        rest[1:] == right_rest
        or rest == right_rest[1:]
        or rest[1:] == right_rest[1:]
        or (rest[:2] == right_rest[1::-1] and rest[2:] == right_rest[2:])
    )
