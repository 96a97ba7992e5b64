"""Sentiment by VADER (Hutto and Gilbert, "VADER: A parsimonious rule-based model", ICWSM 2014)."""

from importlib.metadata import version

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_MOST_CHARACTERS = 2_000
"""Made for short texts, it takes a time that grows with the square of their words."""


class Vader:
    """Scores English texts; needs no network and no model file but its word list."""

    def __init__(self) -> None:
        self._analyzer = SentimentIntensityAnalyzer()
        self.version = version("vaderSentiment")

    def score(self, text: str) -> float:
        """From -1, all negative, to 1, all positive; a long text by its end."""
        return float(self._analyzer.polarity_scores(text[-_MOST_CHARACTERS:])["compound"])
