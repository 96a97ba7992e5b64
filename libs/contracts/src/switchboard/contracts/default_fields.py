"""The fields that are extracted before the team has said otherwise: version 1 of the definitions.

Results name the version (rule A3), so version 1 means these for ever; a test holds them.
"""

from switchboard.contracts.events.analysis import FieldDefinition, FieldType

DEFAULT_VERSION = 1

DEFAULT_FIELDS = (
    FieldDefinition(
        key="email", field_type=FieldType.TEXT, description="The user's e-mail address."
    ),
    FieldDefinition(
        key="phone", field_type=FieldType.TEXT, description="The user's telephone number."
    ),
    FieldDefinition(key="name", field_type=FieldType.TEXT, description="The user's name."),
    FieldDefinition(
        key="order_id",
        field_type=FieldType.TEXT,
        description="The number of the order that it is about.",
    ),
    FieldDefinition(
        key="account_id", field_type=FieldType.TEXT, description="The user's account number."
    ),
    FieldDefinition(
        key="username", field_type=FieldType.TEXT, description="The user's sign-in name."
    ),
    FieldDefinition(
        key="zip_code", field_type=FieldType.TEXT, description="The user's postal code."
    ),
    FieldDefinition(
        key="amount",
        field_type=FieldType.NUMBER,
        description="The sum of money that it is about.",
    ),
    FieldDefinition(
        key="thanked",
        field_type=FieldType.BOOLEAN,
        description="Whether the user said thanks.",
    ),
    FieldDefinition(
        key="preferred_contact",
        field_type=FieldType.ENUM,
        description="How the user wants to be reached.",
        options=("email", "phone", "text_message"),
    ),
)
