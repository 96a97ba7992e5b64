"""From the scores of single messages to the sentiment of a conversation."""

from collections.abc import Sequence

from switchboard.contracts.words import Sentiment

_CLEARLY = 0.15
"""The mean score from which a mood is more than neutral; scores reach from -1 to 1."""


def sentiment_of(scores: Sequence[float]) -> Sentiment:
    """The mood of a user's messages, oldest first: the later, the heavier, as it is what remains.

    Args:
        scores: one a message, from -1 (negative) to 1 (positive).
    """
    weights = range(1, len(scores) + 1)
    whole = sum(weights)
    mean = sum(w * s for w, s in zip(weights, scores, strict=True)) / whole if whole else 0.0
    if mean >= _CLEARLY:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if mean <= -_CLEARLY else Sentiment.NEUTRAL
