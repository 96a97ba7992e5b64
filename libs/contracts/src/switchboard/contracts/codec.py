"""Messages to bytes and back; the only place that knows that bodies are JSON."""

from functools import cache

from pydantic import ValidationError

from switchboard.contracts.message import Message


class DecodeError(ValueError):
    """A record's body is not the message that its type names."""


class UnknownTypeError(DecodeError):
    """No message of this name is known on the topic."""


class UnknownVersionError(DecodeError):
    """The message is known, this version is not: a newer sender."""


def encode(message: Message) -> bytes:
    """The message as JSON in UTF-8."""
    # `model_dump_json` is this, made into a string that had to be encoded again.
    return message.__pydantic_serializer__.to_json(message, exclude_none=True)


def decode(ce_type: str, body: bytes | None, among: tuple[type[Message], ...]) -> Message:
    """Read a message, tolerant of fields that are not known here.

    Raises:
        UnknownTypeError: `among` has no message of this name.
        UnknownVersionError: `among` has the message, in another version.
        DecodeError: the body is no such message.
    """
    known = _by_ce_type(among)
    wanted = known.get(ce_type)
    if wanted is None:
        name = ce_type.rpartition(".v")[0]
        if any(message.message_type() == name for message in among):
            raise UnknownVersionError(f"{ce_type} is of an unknown version")
        raise UnknownTypeError(f"{ce_type} is not spoken on this topic")
    try:
        # What `model_validate_json` does, without its look at arguments that are never given.
        message: Message = wanted.__pydantic_validator__.validate_json(body or b"", extra="ignore")
    except ValidationError as error:
        raise DecodeError(_places(error)) from error
    return message


def _places(error: ValidationError) -> str:
    """Where a message is wrong, without a word of what it says."""
    return "; ".join(
        f"{'.'.join(str(step) for step in item['loc']) or 'body'}: {item['type']}"
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    )


@cache
def _by_ce_type(among: tuple[type[Message], ...]) -> dict[str, type[Message]]:
    return {message.ce_type(): message for message in among}
