"""What becomes of a command's outcome at the REST door."""

import json
from uuid import uuid4

from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.gateway.api.answering import answer_response
from switchboard.gateway.handlers.pending import Decided


def test_a_repeat_without_its_event_is_accepted_with_the_data_of_its_outcome() -> None:
    outcome = CommandOutcome(command_id=uuid4(), accepted=True, data={"number": 7}, repeated=True)
    response = answer_response(Decided(outcome))
    assert response.status_code == 200
    assert json.loads(bytes(response.body)) == {"number": 7}
