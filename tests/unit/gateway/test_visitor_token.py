"""Whom a visitor's token lets in (rule I5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.gateway.clients.tokens import VisitorTokens
from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.visitor_token import (
    VISITOR_IDLE,
    KnownVisitor,
    SignedToken,
    as_known,
    let_in,
    renewed,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BROWSER = UUID("00000000-0000-0000-0000-0000000000b1")
NEWCOMER = UUID("00000000-0000-0000-0000-0000000000b2")
ANNA = VouchedPerson(person_id=UUID("00000000-0000-0000-0000-00000000000a"), name="Anna")
TOKEN = SignedToken(BROWSER, "shop", NOW)
NOTHING = KnownVisitor()


def test_i5_a_token_lets_its_visitor_in_on_its_site_as_whom_they_are_known_to_be() -> None:
    assert let_in(TOKEN, NOTHING, NOW) == Visitor(BROWSER, "shop")
    assert let_in(TOKEN, KnownVisitor(ANNA), NOW) == Visitor(BROWSER, "shop", ANNA)


def test_i5_a_token_ends_after_thirty_days_without_being_renewed() -> None:
    assert timedelta(days=30) == VISITOR_IDLE
    assert let_in(TOKEN, NOTHING, NOW + VISITOR_IDLE) is not None
    late = NOW + VISITOR_IDLE + timedelta(seconds=1)
    assert let_in(TOKEN, NOTHING, late) is None
    assert let_in(replace(TOKEN, signed_at=late), NOTHING, late) is not None


def test_i5_a_revoked_visitor_is_let_in_no_more_and_whoever_is_in_is_put_out() -> None:
    revoked = KnownVisitor(ANNA, revoked=True)
    assert let_in(TOKEN, revoked, NOW) is None
    assert as_known(Visitor(BROWSER, "shop", ANNA), revoked) is None


def test_i5_a_token_of_another_site_is_not_renewed_but_makes_a_newcomer() -> None:
    known = let_in(TOKEN, NOTHING, NOW)
    assert renewed(known, "shop", NEWCOMER) == Visitor(BROWSER, "shop")
    assert renewed(known, "bank", NEWCOMER) == Visitor(NEWCOMER, "bank")
    assert renewed(None, "shop", NEWCOMER) == Visitor(NEWCOMER, "shop")


def test_i5_ids_authorise_nothing_only_what_the_workspace_signed_is_read() -> None:
    ours, others = VisitorTokens("the secret of ours"), VisitorTokens("the secret of others")
    token = ours.issued(Visitor(BROWSER, "shop", ANNA))
    signed = ours.read(token)
    assert signed is not None
    assert (signed.visitor_id, signed.site) == (BROWSER, "shop")
    assert abs(datetime.now(UTC) - signed.signed_at) < timedelta(seconds=5)
    for no_token in (str(BROWSER), f"visitor:{BROWSER}", others.issued(Visitor(BROWSER, "shop"))):
        assert ours.read(no_token) is None
