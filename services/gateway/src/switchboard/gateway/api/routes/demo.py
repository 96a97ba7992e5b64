"""The accounts of a demo, for the panel's sign-in page."""

from fastapi import APIRouter
from pydantic import BaseModel

from switchboard.gateway.api.callers import Parts
from switchboard.gateway.api.documented import problems
from switchboard.gateway.handlers.demo import DEMO_PASSWORD

router = APIRouter(prefix="/v1", tags=["sessions"])


class DemoAccount(BaseModel):
    """What somebody who tries the demo signs in with."""

    email: str
    password: str


class DemoAnswer(BaseModel):
    """The accounts of this demo; empty where this is none."""

    accounts: list[DemoAccount]


@router.get("/demo", responses=problems())
async def demo(services: Parts) -> DemoAnswer:
    """The accounts to try the demo with; none anywhere but in a demo on a loopback address."""
    accounts = [
        DemoAccount(email=agent.email, password=DEMO_PASSWORD) for agent in services.demo_agents
    ]
    return DemoAnswer(accounts=accounts)
