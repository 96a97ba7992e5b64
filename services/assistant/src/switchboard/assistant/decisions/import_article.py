"""Somebody adds an article to the knowledge base, or replaces it."""

from datetime import datetime

from switchboard.assistant.model.article import Article
from switchboard.assistant.model.refusals import Verdict
from switchboard.contracts.commands.assistant import ImportArticle
from switchboard.contracts.events.assistant import ArticleImported
from switchboard.contracts.topics import ASSISTANT_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say


def import_article(article: Article | None, command: ImportArticle, now: datetime) -> Verdict:
    """Store it as it is given; answers quote it from now on."""
    imported = Article(
        id=command.article_id,
        title=command.title,
        body=command.body,
        url=command.url,
        revision=article.revision + 1 if article else 1,
        imported_at=now,
    )
    fact = ArticleImported(
        article_id=imported.id,
        title=imported.title,
        body=imported.body,
        url=imported.url,
        at=now,
    )
    return Accepted(imported, says=(Say(ASSISTANT_EVENTS_TOPIC, fact, answer=True),))
