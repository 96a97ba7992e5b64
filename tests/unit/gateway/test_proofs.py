"""What gives an identity and what gives none: rules I1, I2."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as some

from switchboard.contracts.ids import person_id
from switchboard.gateway.clients.proofs import IdentitySecrets, checked_claims
from switchboard.gateway.model.problems import ProblemError
from switchboard.gateway.model.proof import Claims, vouched

SECRETS = IdentitySecrets("a secret of the tests")
SECRET = SECRETS.of("shop.example", uuid4())
SITE = "shop.example"


def _claims(**claims: Any) -> dict[str, Any]:
    known = {"sub": "user 7", "aud": SITE, "exp": datetime.now(UTC) + timedelta(hours=12)}
    return {name: value for name, value in (known | claims).items() if value is not None}


def _proof(secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    return jwt.encode(_claims(**claims), secret, algorithm=algorithm)


def _code(proof: str, *secrets: str) -> str:
    with pytest.raises(ProblemError) as caught:
        checked_claims(proof, SITE, secrets or (SECRET,))
    return caught.value.code


PROOF = _proof(name="Jo Doe", email="jo@example.org")


def test_a_proof_that_holds_says_who_the_visitor_is() -> None:
    visitor = uuid4()
    said = vouched(SITE, visitor, checked_claims(PROOF, SITE, [SECRET]))
    assert said.person.person_id == person_id(SITE, "user 7")
    assert (said.person.name, said.person.email) == ("Jo Doe", "jo@example.org")
    assert not said.with_history


def test_an_end_that_the_host_writes_as_text_is_read_as_the_number_that_it_is() -> None:
    end = int((datetime.now(UTC) + timedelta(minutes=5)).timestamp())
    assert checked_claims(_proof(exp=str(end)), SITE, [SECRET]).sub == "user 7"
    assert _code(_proof(exp=str(end + 200_000))) == "invalid_proof"


def test_the_secret_before_still_holds_while_the_site_changes_over() -> None:
    newer = SECRETS.of(SITE, uuid4())
    assert checked_claims(PROOF, SITE, [newer, SECRET]).sub == "user 7"


def test_two_sites_and_two_names_have_different_secrets() -> None:
    name = uuid4()
    assert SECRETS.of(SITE, name) == SECRETS.of(SITE, name)
    assert SECRETS.of(SITE, name) != SECRETS.of("other.example", name)
    assert SECRETS.of(SITE, name) != SECRETS.of(SITE, uuid4())
    assert IdentitySecrets("another gateway").of(SITE, name) != SECRETS.of(SITE, name)


def test_two_sites_know_two_persons_by_the_same_name() -> None:
    assert person_id(SITE, "user 7") != person_id("other.example", "user 7")


def test_only_the_visitor_whom_the_host_names_brings_their_history() -> None:
    visitor = uuid4()
    assert vouched(SITE, visitor, Claims(sub="user 7", visitor_id=str(visitor))).with_history
    assert not vouched(SITE, visitor, Claims(sub="user 7", visitor_id=str(uuid4()))).with_history


BAD = {
    "no claims at all": ("", "invalid_proof"),
    "no token": ("Jo Doe", "invalid_proof"),
    "another site's secret": (_proof(SECRETS.of("other.example", uuid4())), "invalid_proof"),
    "made for another site": (_proof(aud="other.example"), "foreign_proof"),
    "made for several sites": (_proof(aud=[SITE, "other.example"]), "foreign_proof"),
    "made for no site": (_proof(aud=None), "invalid_proof"),
    "expired": (_proof(exp=datetime.now(UTC) - timedelta(minutes=1)), "expired_proof"),
    "never expires": (_proof(exp=None), "invalid_proof"),
    "holds too long": (_proof(exp=datetime.now(UTC) + timedelta(days=2)), "invalid_proof"),
    "not yet": (_proof(nbf=datetime.now(UTC) + timedelta(hours=2)), "invalid_proof"),
    "about nobody": (_proof(sub=None), "invalid_proof"),
    "about an empty name": (_proof(sub=" "), "invalid_proof"),
    "an address that is none": (_proof(email="jo"), "invalid_proof"),
    "a name that is a number": (_proof(name=7), "invalid_proof"),
    "another algorithm": (_proof(SECRET * 2, algorithm="HS512"), "invalid_proof"),
}


@pytest.mark.parametrize("case", BAD)
def test_i2_a_bad_proof_gives_no_identity(case: str) -> None:
    proof, code = BAD[case]
    assert _code(proof) == code


def test_i2_a_site_without_a_secret_vouches_for_nobody() -> None:
    with pytest.raises(ProblemError):
        checked_claims(PROOF, SITE, [])


def test_i2_a_proof_without_a_signature_gives_no_identity() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    said = base64.urlsafe_b64encode(json.dumps(_claims(exp=9**10)).encode()).rstrip(b"=").decode()
    for proof in (f"{head}.{said}.", f"{head}.{said}", jwt.encode(_claims(), None, "none")):
        assert _code(proof) == "invalid_proof"


@given(place=some.integers(0, len(PROOF) - 1), letter=some.sampled_from("Aa0_-.=+ \u00e4"))
def test_i2_a_tampered_proof_gives_nothing_or_is_the_same(place: int, letter: str) -> None:
    """The last letter of base64 may carry idle bits; then the proof is the same one."""
    tampered = PROOF[:place] + letter + PROOF[place + 1 :]
    if tampered == PROOF or (place == len(PROOF) - 1 and _says_the_same(tampered)):
        return
    assert _code(tampered) == "invalid_proof"


def _says_the_same(proof: str) -> bool:
    with suppress(ProblemError):
        return checked_claims(proof, SITE, [SECRET]) == checked_claims(PROOF, SITE, [SECRET])
    return False


@given(
    claims=some.dictionaries(some.sampled_from(["sub", "aud", "name", "email"]), some.text()),
    key=some.text(min_size=1),
)
def test_i2_nobody_without_the_secret_makes_a_proof(claims: dict[str, str], key: str) -> None:
    forged = _proof("a key that somebody made up: " + key + SECRET.lower(), **claims)
    assert _code(forged) == "invalid_proof"


@given(text=some.text())
def test_i2_whatever_else_is_sent_gives_no_identity(text: str) -> None:
    assert _code(text) == "invalid_proof"
