"""The documents of the settings, as JSON Schema, beside those of `schemas`."""

from server.desk.access import LONGEST_NAME, PERSON_ROLES, STATION_ROLES
from server.facts import FACTS, GONE, GROUP_FACTS, LONGEST, LONGEST_LINES, NONE, longest
from server.mail_account import LONGEST as LONGEST_MAIL
from server.mail_account import SECURITY
from server.web.accounts import NEW_NAME
from server.web.ending import LONGEST_SHORT
from server.web.mail_account import PER_MINUTE, PORTS
from server.web.schemas import (
    FLAG,
    MOMENT,
    TEXT,
    UUID,
    WHOLE,
    Schema,
    exactly,
    list_of,
    maybe,
    ref,
    words,
)

_ACTION: dict[str, Schema] = {"scan_id": maybe(UUID)}
_NAME: Schema = {"type": "string", "maxLength": LONGEST_NAME}
_NEW_NAME: Schema = _NAME | {
    "pattern": NEW_NAME,
    "description": "Latin letters, figures, signs; spaces around it are dropped.",
}


_FACT: Schema = {"type": "string", "maxLength": LONGEST}
_OF_GROUPS = f"^group:[A-Za-z0-9_-]{{1,12}}:({'|'.join((*GROUP_FACTS, GONE))})$"
_GIVEN: Schema = {
    "type": "object",
    "properties": {fact: maybe(_FACT | {"maxLength": longest(fact)}) for fact in FACTS},
    "patternProperties": {_OF_GROUPS: maybe(_FACT | {"maxLength": LONGEST_LINES})},
}
_STANDING: Schema = exactly(**{fact: maybe(TEXT) for fact in FACTS}) | {
    "patternProperties": {_OF_GROUPS: maybe(TEXT)}
}


_MAIL: dict[str, Schema] = {
    "host": {"type": "string", "maxLength": LONGEST_MAIL},
    "port": {"type": "integer", "minimum": PORTS[0], "maximum": PORTS[1]},
    "tls": words(*SECURITY),
    "user": maybe({"type": "string", "maxLength": LONGEST_MAIL}),
    "password": maybe({"type": "string", "maxLength": LONGEST_MAIL})
    | {"description": "Absent: the one there is, for the same user of the same server."},
    "sender": {"type": "string", "maxLength": LONGEST_MAIL},
    "sender_name": maybe({"type": "string", "maxLength": LONGEST_MAIL}),
    "per_minute": maybe({"type": "integer", "minimum": PER_MINUTE[0], "maximum": PER_MINUTE[1]}),
}
_MAIL_NEEDED = ("host", "port", "tls", "sender")


def _asks(required: tuple[str, ...], **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields | _ACTION, "required": list(required)}


SETTING_SCHEMAS: dict[str, Schema] = {
    "People": exactly(
        people=list_of(
            exactly(
                name=TEXT,
                role=words(*PERSON_ROLES),
                signs_in=FLAG | {"description": "With a password; else a program with a token."},
                created_at=MOMENT,
                ended_at=maybe(MOMENT),
            )
        )
    ),
    "NewPerson": _asks(
        ("name", "role"), name=_NEW_NAME, role=words(*PERSON_ROLES), token=maybe(FLAG)
    ),
    "PersonSecret": exactly(
        name=TEXT, role=words(*PERSON_ROLES), password=maybe(TEXT), token=maybe(TEXT)
    ),
    "Name": _asks(("name",), name=_NAME),
    "Named": exactly(name=TEXT),
    "NewPassword": exactly(name=TEXT, password=TEXT),
    "Stations": exactly(
        stations=list_of(
            exactly(
                name=TEXT,
                role=words(*STATION_ROLES),
                created_at=MOMENT,
                seen_at=maybe(MOMENT),
                revoked_at=maybe(MOMENT),
            )
        )
    ),
    "NewStation": _asks(("name", "role"), name=_NEW_NAME, role=words(*STATION_ROLES)),
    "StationSecret": exactly(
        name=TEXT,
        role=words(*STATION_ROLES),
        key=TEXT,
        command=TEXT | {"description": "What to type on the other machine."},
        reachable=FLAG | {"description": "Whether the command's address is for other machines."},
    ),
    "Backup": exactly(name=TEXT, at=MOMENT, size=WHOLE),
    "Backups": exactly(backups=list_of(ref("Backup"))),
    "OneBackup": exactly(backup=ref("Backup")),
    "Check": exactly(
        ok=FLAG,
        fault=maybe(TEXT),
        records=WHOLE,
        head=TEXT,
        gaps=list_of(exactly(station=TEXT, first=WHOLE, last=WHOLE)),
    ),
    "FactsGiven": _asks(
        ("facts",),
        facts=_GIVEN
        | {
            "description": "All that are given; one left out holds as configured. The programme "
            "has a point a line, and recipients those of the report; "
            f"{NONE} for these, film, parent, signer_title or signer_name: there is none. "
            "Who tells the name of a group that is not configured adds it; "
            "gone = true takes one away in which nobody is."
        },
        seen=maybe(_GIVEN)
        | {"description": "Those that stood when somebody began to change them."},
    ),
    "Facts": exactly(given=_STANDING, configured=_STANDING, stands=_STANDING),
    "MailAccount": _asks(_MAIL_NEEDED, **_MAIL),
    "MailAccountStanding": exactly(
        account=maybe(
            exactly(
                host=TEXT,
                port=WHOLE,
                tls=words(*SECURITY),
                user=maybe(TEXT),
                password=FLAG | {"description": "Whether there is one; it is shown to nobody."},
                sender=TEXT,
                sender_name=maybe(TEXT),
                per_minute=WHOLE,
            )
        ),
        given=FLAG | {"description": "In the settings, and not in config.toml."},
    ),
    "MailAccountTest": _asks(
        (*_MAIL_NEEDED, "to"), to={"type": "string", "maxLength": LONGEST_MAIL}, **_MAIL
    ),
    "MailAccountTested": exactly(to=TEXT),
    "ReceptionClosed": _asks(("closed",), closed=FLAG),
    "Reception": exactly(closed=FLAG),
    "EraseAll": _asks(
        ("short",),
        short={"type": "string", "maxLength": LONGEST_SHORT}
        | {"description": "The event's short name, typed again."},
    ),
    "ErasedAll": exactly(
        seq=WHOLE, at=MOMENT, person=maybe(TEXT), places=WHOLE, backups=WHOLE, rehearsal=FLAG
    ),
}
