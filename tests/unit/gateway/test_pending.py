import asyncio

from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.gateway.handlers.pending import Decided, PendingCommands, Stated, Undecided

TOPICS = frozenset({"conversation.events"})
ID = b"00000000-0000-0000-0000-000000000001"


async def test_the_marked_event_of_the_right_stream_answers() -> None:
    pending = PendingCommands()
    answer = pending.expect(ID, TOPICS, ())
    pending.stated("conversation.public", ID, b"{}")
    assert not answer.done()
    pending.stated("conversation.events", ID, b'{"seq":1}')
    assert answer.result() == Stated('{"seq":1}')
    assert not pending.waits_for(ID)


async def test_an_event_with_another_text_is_not_taken() -> None:
    pending = PendingCommands()
    this = pending.expect(ID, TOPICS, ('"text":"this"',))
    that = pending.expect(ID, TOPICS, ('"text":"that"',))
    pending.stated("conversation.events", ID, b'{"text":"this"}')
    assert this.done()
    assert not that.done()


async def test_only_what_would_answer_leaves_undecided() -> None:
    pending = PendingCommands()
    this = pending.expect(ID, TOPICS, ('"text":"this"',))
    that = pending.expect(ID, TOPICS, ('"text":"that"',))
    pending.left_undecided("conversation.public", ID, b'{"text":"this"}')
    assert not this.done()
    pending.left_undecided("conversation.events", ID, b'{"text":"this"}')
    assert this.result() == Undecided()
    assert not that.done()


async def test_an_outcome_answers_everyone_who_waits() -> None:
    pending = PendingCommands()
    answers = [pending.expect(ID, TOPICS, ()) for _ in range(2)]
    outcome = CommandOutcome(
        command_id="00000000-0000-0000-0000-000000000001", accepted=False, code="closed"
    )
    pending.decided(ID, outcome)
    assert [answer.result() for answer in answers] == [Decided(outcome)] * 2


async def test_an_interrupted_feed_leaves_everything_undecided() -> None:
    pending = PendingCommands()
    answer = pending.expect(ID, TOPICS, ())
    pending.give_up()
    assert answer.result() == Undecided()


async def test_no_decision_in_time_is_undecided() -> None:
    pending = PendingCommands()
    async with asyncio.timeout(3):
        assert await pending.expect(ID, TOPICS, ()) == Undecided()
    assert not pending.waits_for(ID)


async def test_an_answer_that_nobody_awaits_any_more_is_forgotten() -> None:
    pending = PendingCommands()
    pending.expect(ID, TOPICS, ()).cancel()
    assert pending.waits_for(ID)
    async with asyncio.timeout(3):
        while pending.waits_for(ID):  # noqa: ASYNC110 - nothing tells that it was forgotten
            await asyncio.sleep(0.01)
