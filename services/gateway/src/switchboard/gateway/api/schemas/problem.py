"""What a refusal looks like."""

from pydantic import BaseModel, ConfigDict


class ProblemDocument(BaseModel):
    """RFC 9457, with a stable code; further members belong to the code."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
