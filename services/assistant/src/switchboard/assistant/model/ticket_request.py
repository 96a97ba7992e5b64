"""Whether a user asks for a ticket, told by the words (rule T2).

A verb of filing and, closely behind it, a ticket. People also buy tickets, and ask how tickets are
made: the first have other verbs, the second a question word or somebody else before the verb.
`benchmarks/quality.py` measures how often recorded texts are mistaken for a request.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAUSE_END = re.compile(r"[.,;:!?\n]+")
_WORD = re.compile(r"[a-z0-9]+")
_FILING = (
    r"\b(?:open(?:ing)?|creat(?:e|ing)|fil(?:e|ing)|rais(?:e|ing)|submit(?:ting)?|log(?:ging)?"
    r"|lodg(?:e|ing)|register(?:ing)?|put in|set up|write up)"
)
_KIND = r"(?:support|help|helpdesk|service|trouble|complaint)"
_BETWEEN = (
    r"(?: (?:me|us|up|in|a|an|another|one|new|the|my|this|that|it|as"
    r"|support|help|helpdesk|service|trouble|complaint)\b)*"
)
_ASKED = re.compile(
    rf"{_FILING}{_BETWEEN} ticket\b"
    r"|\b(?:want|need|get|give|have|make|like)(?: (?:me|us|a|an|another|new|to|this))*"
    rf" {_KIND} ticket\b"
    r"|\b(?:make|turn)(?: (?:this|that|it|a|an|into))+ ticket\b"
)
_NOT_ASKING = _words(
    "how where who when what why which if whether did does never not don t dont won wont without"
    " cannot already agent agents team colleague colleagues people visitor visitors customer"
    " customers user users they he she"
)
_BEFORE = 6
"""How many words before the verb are looked at."""


def wants_ticket(text: str) -> bool:
    """Whether the writer asks for a ticket to be made."""
    lowered = text.lower().replace("\u2019", " ").replace("'", " ")
    return any(_asks(clause) for clause in _CLAUSE_END.split(lowered))


def _asks(clause: str) -> bool:
    line = " ".join(_WORD.findall(clause))
    found = _ASKED.search(line)
    return found is not None and not _NOT_ASKING & set(line[: found.start()].split()[-_BEFORE:])
