from switchboard.gateway.model.attempts import FREE_ATTEMPTS, LONGEST_WAIT, Attempts


def test_a_few_wrong_passwords_cost_nothing() -> None:
    attempts = Attempts()
    for _ in range(FREE_ATTEMPTS - 1):
        attempts.failed("a", 0.0)
    assert attempts.wait("a", 0.0) == 0.0


def test_more_of_them_cost_ever_longer_waits_up_to_a_limit() -> None:
    attempts = Attempts()
    waits = []
    for _ in range(FREE_ATTEMPTS + 12):
        attempts.failed("a", 0.0)
        waits.append(attempts.wait("a", 0.0))
    paused = waits[FREE_ATTEMPTS - 1 :]
    assert paused == sorted(paused)
    assert paused[0] > 0
    assert paused[-1] == LONGEST_WAIT
    assert attempts.wait("a", LONGEST_WAIT) == 0.0
    assert attempts.wait("b", 0.0) == 0.0


def test_a_right_password_forgets_the_wrong_ones() -> None:
    attempts = Attempts()
    for _ in range(FREE_ATTEMPTS):
        attempts.failed("a", 0.0)
    attempts.succeeded("a")
    assert attempts.wait("a", 0.0) == 0.0
