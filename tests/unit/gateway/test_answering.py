"""What becomes of a command's outcome at the REST door."""

import json
from uuid import uuid4

from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.gateway.api.answering import answer_response
from switchboard.gateway.handlers.pending import Decided


def test_n1_a_repeat_is_accepted_without_the_numbers_of_the_teams_events() -> None:
    places = [
        {"topic": "conversation.events", "ce_id": str(uuid4()), "seq": 22},
        {"topic": "conversation.public", "ce_id": str(uuid4()), "public_seq": 20},
    ]
    outcome = CommandOutcome(
        command_id=uuid4(), accepted=True, data={"number": 7, "answers": places}, repeated=True
    )
    response = answer_response(Decided(outcome))
    assert response.status_code == 200
    assert json.loads(bytes(response.body)) == {"number": 7}
