import pytest

from switchboard.gateway.model.problems import TABLE, Code, ProblemError


def test_every_code_has_a_status_and_a_line() -> None:
    assert set(TABLE) == set(Code)


@pytest.mark.parametrize(
    ("code", "status"),
    [("closed", 409), ("not_assigned", 409), ("unknown_conversation", 404), ("internal", 500)],
)
def test_a_services_refusal_keeps_its_code(code: str, status: int) -> None:
    document = ProblemError(code, data={"agent_name": "Anna"}).document()
    assert (document["code"], document["status"], document["agent_name"]) == (code, status, "Anna")


def test_data_never_overwrites_what_the_document_says() -> None:
    document = ProblemError("closed", data={"status": 1, "code": "x", "seq": 3}).document()
    assert (document["code"], document["status"], document["seq"]) == ("closed", 409, 3)
