"""The tables, as migrations: each runs once, in order, all or nothing."""

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from server.storage.chain import CODES_DIGEST, hash_of_code_row, list_digest

if TYPE_CHECKING:
    from sqlite_utils.db import Database

migrations = Migrations("dontiep")


@migrations()
def first_tables(db: "Database") -> None:
    """The event: invited places and their codes, what happened at the doors, who may act.

    `scans` is append-only and hash-chained: door scans, admissions by hand, undos and
    changes alike, each with the `effect` it had on who is inside. `admissions` says who is
    inside now and can be rebuilt from it. `invitations.seq` is the last row of `scans`
    that touched the place, which makes it the roster's cursor.
    """
    for statement in _TABLES:
        db.execute(statement)


@migrations()
def words_beside_the_journal(db: "Database") -> None:
    """What people wrote beside a record, apart from the chain so that it can be forgotten.

    `on_board`: it is a notice to the organisers that nobody has put away yet. The index
    finds what happened to one place.
    """
    db.execute(
        """CREATE TABLE remarks (
            seq INTEGER PRIMARY KEY REFERENCES scans (seq),
            text TEXT NOT NULL, on_board INTEGER NOT NULL DEFAULT 0
        )"""
    )
    db.execute(
        "CREATE INDEX scans_by_invitation ON scans (invitation) WHERE invitation IS NOT NULL"
    )


@migrations()
def what_was_sent(db: "Database") -> None:
    """What was sent to whom, each beside the record that says so; and where to write to.

    `told` is the sign of the day and venue that it named. `taken_back` is the record that
    took a mistaken mark back.
    """
    db.execute("ALTER TABLE invitations ADD COLUMN email TEXT")
    db.execute(
        """CREATE TABLE sends (
            seq INTEGER NOT NULL REFERENCES scans (seq),
            invitation TEXT NOT NULL REFERENCES invitations (id),
            what TEXT NOT NULL, channel TEXT NOT NULL, delivery TEXT NOT NULL,
            at TEXT NOT NULL, told TEXT,
            taken_back INTEGER REFERENCES scans (seq),
            PRIMARY KEY (seq, invitation)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX sends_by_invitation ON sends (invitation)")


@migrations()
def links_of_units(db: "Database") -> None:
    """The private page of each unit: found by the hash of its token, shown by the token."""
    db.execute(
        """CREATE TABLE links (
            token_hash TEXT PRIMARY KEY, organisation TEXT NOT NULL, token TEXT NOT NULL,
            made_at TEXT NOT NULL, ended_at TEXT
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE UNIQUE INDEX one_link_each ON links (organisation) WHERE ended_at IS NULL")


@migrations()
def mails_to_places(db: "Database") -> None:
    """The queue of the mails and what became of each; one stands for each place and kind.

    `message_id` and `told` are set when it is taken; `answer` is the mail server's.
    """
    db.execute(
        """CREATE TABLE mails (
            number INTEGER PRIMARY KEY,
            invitation TEXT NOT NULL REFERENCES invitations (id),
            what TEXT NOT NULL, address TEXT NOT NULL,
            state TEXT NOT NULL, at TEXT NOT NULL,
            message_id TEXT, told TEXT, answer TEXT
        )"""
    )
    db.execute(
        "CREATE UNIQUE INDEX one_mail_each ON mails (invitation, what) WHERE state <> 'sent'"
    )


@migrations()
def locked_seats(db: "Database") -> None:
    """Seats that the organisers have locked, each with the record that says so."""
    db.execute(
        """CREATE TABLE seat_locks (
            seat TEXT PRIMARY KEY, seq INTEGER NOT NULL REFERENCES scans (seq)
        ) WITHOUT ROWID"""
    )


@migrations()
def webhooks_and_deliveries(db: "Database") -> None:
    """Addresses that are told of the event, with the secrets that sign; and their messages.

    `after`: the last record that was looked at for an address. A message holds no word of
    a guest: it is written from the journal and the list when it is sent.
    """
    db.execute(
        """CREATE TABLE webhooks (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            url TEXT NOT NULL UNIQUE, secret TEXT NOT NULL,
            names INTEGER NOT NULL, rehearsals INTEGER NOT NULL,
            made_at TEXT NOT NULL, after INTEGER NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE deliveries (
            webhook INTEGER NOT NULL REFERENCES webhooks (number),
            message_id TEXT NOT NULL,
            seq INTEGER NOT NULL REFERENCES scans (seq),
            what TEXT NOT NULL, state TEXT NOT NULL,
            made_at TEXT NOT NULL, due_at TEXT NOT NULL,
            tries INTEGER NOT NULL, tried_at TEXT, answer TEXT,
            PRIMARY KEY (webhook, message_id)
        ) WITHOUT ROWID"""
    )
    db.execute(
        "CREATE INDEX waiting_deliveries ON deliveries (webhook, seq) WHERE state = 'waiting'"
    )
    db.execute(
        "CREATE INDEX settled_deliveries ON deliveries (webhook, seq) WHERE state <> 'waiting'"
    )


@migrations()
def spare_codes(db: "Database") -> None:
    """Spare codes of the desks. Code and mark stand in a desk's own copy and nowhere else."""
    db.execute(
        """CREATE TABLE spares (
            desk_code TEXT PRIMARY KEY, station TEXT NOT NULL, code TEXT, mark TEXT
        ) WITHOUT ROWID"""
    )


@migrations()
def sentences_beside_the_journal(db: "Database") -> None:
    """What a text beside the journal was made of, where it is a sentence of a rule's: JSON."""
    db.execute("ALTER TABLE remarks ADD COLUMN said TEXT")


@migrations()
def codes_with_a_hash(db: "Database") -> None:
    """A hash of what each code says, and their sum: a flipped bit must not make a wrong guest."""
    db.execute("ALTER TABLE codes ADD COLUMN content_hash TEXT")
    hashes = {row["code_hash"]: hash_of_code_row(row) for row in db.execute("SELECT * FROM codes")}
    for code_hash, content in hashes.items():
        db.execute("UPDATE codes SET content_hash = ? WHERE code_hash = ?", (content, code_hash))
    db.execute("INSERT INTO meta VALUES (?, ?)", (CODES_DIGEST, list_digest(hashes.values())))


_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE invitations (
        id TEXT PRIMARY KEY,
        group_code TEXT NOT NULL,
        organisation TEXT NOT NULL,
        position INTEGER NOT NULL,
        honorific TEXT, name TEXT, title TEXT,
        expects TEXT, phone TEXT, phone_written TEXT,
        kind TEXT NOT NULL,
        rsvp TEXT NOT NULL, rsvp_reason TEXT,
        sub_honorific TEXT, sub_name TEXT, sub_title TEXT,
        award_collective INTEGER, award_form TEXT, award_order INTEGER,
        support TEXT, seat TEXT, note TEXT, list_code TEXT, rank INTEGER,
        cancelled TEXT,
        content_hash TEXT NOT NULL,
        seq INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX invitations_by_seq ON invitations (seq)",
    "CREATE UNIQUE INDEX one_seat_each ON invitations (seat) WHERE seat IS NOT NULL AND cancelled IS NULL",
    """CREATE TABLE codes (
        code_hash TEXT PRIMARY KEY,
        invitation TEXT NOT NULL REFERENCES invitations (id),
        code TEXT, desk_code TEXT, sealed TEXT,
        replaced INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    "CREATE INDEX codes_by_invitation ON codes (invitation)",
    "CREATE UNIQUE INDEX one_desk_code ON codes (desk_code) WHERE desk_code IS NOT NULL",
    """CREATE TABLE scans (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        scan_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        station TEXT, person TEXT,
        boot_id TEXT, station_seq INTEGER,
        reading TEXT, code_hash TEXT, mark TEXT,
        invitation TEXT,
        outcome TEXT, reason TEXT,
        door_outcome TEXT, door_reason TEXT,
        conflict INTEGER NOT NULL DEFAULT 0,
        effect TEXT,
        refers INTEGER,
        scanned_at TEXT NOT NULL, at TEXT NOT NULL, received_at TEXT NOT NULL,
        detail TEXT,
        hash TEXT NOT NULL
    )""",
    """CREATE UNIQUE INDEX one_station_seq ON scans (station, boot_id, station_seq)
        WHERE station_seq IS NOT NULL""",
    "CREATE INDEX scans_by_refers ON scans (refers) WHERE refers IS NOT NULL",
    """CREATE TABLE admissions (
        seq INTEGER PRIMARY KEY REFERENCES scans (seq),
        invitation TEXT NOT NULL REFERENCES invitations (id),
        scan_id TEXT NOT NULL, station TEXT NOT NULL, at TEXT NOT NULL,
        undone_at TEXT, undone_by TEXT, undone_reason TEXT
    )""",
    """CREATE UNIQUE INDEX one_admission ON admissions (invitation) WHERE undone_at IS NULL""",
    """CREATE TABLE parked (
        id INTEGER PRIMARY KEY, station TEXT NOT NULL, scan_id TEXT, item TEXT NOT NULL,
        message TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (station, scan_id)
    )""",
    """CREATE TABLE stations (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, key_hash TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL, revoked_at TEXT, seen_at TEXT
    ) WITHOUT ROWID""",
    """CREATE TABLE people (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT, token_hash TEXT UNIQUE,
        created_at TEXT NOT NULL, ended_at TEXT
    ) WITHOUT ROWID""",
    """CREATE TABLE sessions (
        token_hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (name),
        created_at TEXT NOT NULL, seen_at TEXT NOT NULL
    ) WITHOUT ROWID""",
)
