"""What the AI answers: the baseline that quotes the knowledge base or asks for a human."""

from switchboard.assistant.model.finding import Finding, HandOff, Reply
from switchboard.assistant.model.human_request import wants_human
from switchboard.assistant.model.question import Question
from switchboard.assistant.model.ranking import Match
from switchboard.assistant.model.small_talk import is_greeting, is_thanks
from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.words import HandOffReason

_LONGEST_PASSAGE = 3_000
"""In characters: of four bytes each it still fits into a message."""
_GREETING = "Hello! What can I help you with?"
_THANKS = "You are welcome. Write here whenever there is something else."
_BACK_AGAIN = "The assistant is back. What can I help you with?"


def answer_question(question: Question, match: Match | None, least: float) -> Finding:
    """Quote the article that fits, be polite, or hand off (rules C6, C8, H1).

    Args:
        question: the unanswered messages.
        match: the article that fits best, if any shares a word with the question.
        least: the confidence from which an article is quoted, 0 to 1.
    """
    if any(wants_human(text) for text in question.new):
        return HandOff(HandOffReason.USER_ASKED)
    if match is not None and match.confidence >= least:
        quoted = f"From \u201c{match.title}\u201d:\n\n{_shortened(match.passage)}"
        return Reply(quoted, (Citation(title=match.title, url=match.url),))
    return _without_article(question)


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
