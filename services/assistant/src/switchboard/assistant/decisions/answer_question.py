"""What the AI answers: the baseline that quotes the knowledge base or asks for a human."""

from switchboard.assistant.model.finding import Finding, HandOff, Reply, Ticket
from switchboard.assistant.model.human_request import wants_human
from switchboard.assistant.model.question import Question
from switchboard.assistant.model.ranking import Match
from switchboard.assistant.model.small_talk import is_greeting, is_thanks
from switchboard.assistant.model.ticket_request import wants_ticket
from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.words import HandOffReason

_LONGEST_PASSAGE = 3_000
"""In characters: of four bytes each it still fits into a message."""
_GREETING = "Hello! What can I help you with?"
_THANKS = "You are welcome. Write here whenever there is something else."
_TICKET = (
    "I am asking for a ticket about this. Its number appears here in a moment, and the team will"
    " come back to you."
)
_FEW_WORDS = 10
_LONGEST_SUBJECT = 120
_LONGEST_DESCRIPTION = 4_000
"""In characters: of four bytes each it still fits into a ticket."""
_BACK_AGAIN = "The assistant is back. What can I help you with?"


def answer_question(question: Question, match: Match | None, least: float) -> Finding:
    """Quote the article that fits, be polite, propose a ticket, or hand off (C6, C8, H1, T2).

    Args:
        question: the unanswered messages.
        match: the article that fits best, if any shares a word with the question.
        least: the confidence from which an article is quoted, 0 to 1.
    """
    if any(wants_human(text) for text in question.new):
        return HandOff(HandOffReason.USER_ASKED)
    if any(wants_ticket(text) for text in question.new):
        return Reply(_TICKET, ticket=_ticket(question))
    if match is not None and match.confidence >= least:
        quoted = f"From \u201c{match.title}\u201d:\n\n{_shortened(match.passage)}"
        return Reply(quoted, (Citation(title=match.title, url=match.url),))
    return _without_article(question)


def _ticket(question: Question) -> Ticket:
    """In the user's own words: what they first said to the point, and all that they said."""
    said = question.said or question.texts
    points = [text for text in said if not (is_greeting(text) or _is_bare_request(text))]
    subject = (points or list(said))[0].strip().splitlines()[0]
    if len(subject) > _LONGEST_SUBJECT:
        subject = f"{subject[:_LONGEST_SUBJECT].rstrip()}\u2026"
    return Ticket(subject, "\n".join(said)[-_LONGEST_DESCRIPTION:])


def _is_bare_request(text: str) -> bool:
    """Whether a text asks for a ticket and says little else."""
    return wants_ticket(text) and len(text.split()) <= _FEW_WORDS


def _shortened(passage: str) -> str:
    """A passage that fits into a message together with its title, cut at a word if need be."""
    if len(passage) <= _LONGEST_PASSAGE:
        return passage
    return passage[:_LONGEST_PASSAGE].rpartition(" ")[0] + " \u2026"


def _without_article(question: Question) -> Finding:
    if question.texts and all(is_greeting(text) for text in question.texts):
        return Reply(_GREETING)
    if question.texts and all(is_greeting(text) or is_thanks(text) for text in question.texts):
        return Reply(_THANKS)
    if not question.new or any(wants_human(text) for text in question.texts):
        return Reply(_BACK_AGAIN)
    return HandOff(HandOffReason.NO_ANSWER_FOUND)
