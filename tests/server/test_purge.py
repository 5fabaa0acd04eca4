"""The end of the event takes every word about a person: each column is cleared, or named here.

Whoever adds a column of text decides which it is; a new one fails this test until they have.
"""

from dataclasses import replace

from server import desk
from server.answers import Speaker, Window
from server.desk import morning, notices, webhooks
from server.desk.answers import Answering, announce_stand_in
from server.desk.editing import Edit, edit_places, last_edit, merge_places
from server.desk.organisations import make_links, renew_link
from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation
from server.mails import MailState
from server.sendings import What
from server.spares import Spare
from tests.server.cast import OANH, QUY, SOMEBODY, admit, at, invite

# What guests, units and desks wrote, and where they are written to.
CLEARED = {
    "invitations": {
        "honorific", "name", "title", "phone", "phone_written", "email", "rsvp_reason",
        "sub_honorific", "sub_name", "sub_title", "support", "note", "list_code", "cancelled",
    },
    "admissions": {"undone_reason"},
    "parked": {"station", "scan_id", "item", "message", "at"},
    "remarks": {"said", "text"},
    "spares": {"desk_code", "station", "code", "mark"},
    "links": {"token_hash", "organisation", "token", "made_at", "ended_at"},
    "mails": {
        "invitation", "what", "address", "state", "at", "message_id", "told", "answer",
    },
    "webhooks": {"url", "secret", "made_at"},
    "deliveries": {"message_id", "what", "state", "made_at", "due_at", "tried_at", "answer"},
}  # fmt: skip
# What stays: the counts and what they are counted by, times, and who acted for the organisers.
HARMLESS = {
    "_sqlite_migrations": {"migration_set", "name", "applied_at"},
    "meta": {"key", "value"},  # marks of the event, its hall, sums over all
    "invitations": {
        "id", "group_code", "organisation", "expects",  # who was asked, before anybody was named
        "kind", "rsvp", "award_form", "seat", "content_hash",
    },
    # Drawn at random. What is sealed lies on kiosks only, which delete their own copies.
    "codes": {"code_hash", "invitation", "code", "desk_code", "sealed", "content_hash"},
    "scans": {
        "scan_id", "kind", "station", "person", "boot_id", "reading", "code_hash", "mark",
        "invitation", "outcome", "reason", "door_outcome", "door_reason", "effect",
        "scanned_at", "at", "received_at", "detail", "hash",
    },
    "admissions": {"invitation", "scan_id", "station", "at", "undone_at", "undone_by"},
    "stations": {"name", "role", "key_hash", "created_at", "revoked_at", "seen_at"},
    # Those who worked at the event: the records name them, and they sign in.
    "people": {"name", "role", "password", "token_hash", "created_at", "ended_at"},
    "sessions": {"token_hash", "person", "created_at", "seen_at"},
    "sends": {"invitation", "what", "channel", "delivery", "at", "told"},
    "seat_locks": {"seat"},
}  # fmt: skip
SECRET = ("Vết", "0912777888", "vet.tich@", "VT-77")


def columns(store):
    """Every column that may hold text, by table."""
    tables = [
        name
        for (name,) in store.read.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    ]
    return {
        table: {
            row["name"]
            for row in store.read.db.execute(f"PRAGMA table_info({table})")
            if row["type"] != "INTEGER"
        }
        for table in tables
    }


def values(store, table, column):
    """What stands in a column."""
    rows = store.read.db.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
    return {row[0] for row in rows}


def a_person(what):
    return Guest(f"Vết {what}", "Vết Bà", f"Vết chức {what}")


TRACED = replace(
    QUY,
    holder=a_person("Quý"),
    phone="0912777888",
    phone_written="0912777888 (Vết thư ký)",
    email="vet.tich@so-a.gov.vn",
    note="Vết ghi chú",
    support="Vết xe lăn",
    list_code="VT-77",
    award=Award(form="Bằng khen"),
)


def leave_traces(store):
    """Have words about people come in by every way there is."""
    # Two rows of one guest, of which one is withdrawn.
    twice = replace(TRACED, id="DB021", seat=None, position=21)
    codes = invite(store, TRACED, OANH, SOMEBODY, twice)
    edit_places(
        store,
        [Edit("DB017", last_edit(store.read, "DB017"), replace(OANH, note="Vết sửa"))],
        at(2),
    )
    seen = {one: last_edit(store.read, one) for one in ("DB016", "DB021")}
    merge_places(store, "DB016", "DB021", seen, at(3), person="Mai")
    desk.set_rsvp(store, "DB017", Rsvp.NOT_COMING, "Vết lý do", at(4))
    desk.name_holder(store, "DB018", a_person("đại diện"), at(5), reason="Vết qua điện thoại")
    who = Answering("DB016", Speaker.GUEST, Window(None, closed=False), at(6))
    announce_stand_in(store, who, a_person("dự thay"))
    desk.walk_in(store, a_person("khách"), "Sở Z", "SBN", "w1", at(7))
    admit(store, codes["DB016"], minute=8)
    desk.undo(store, "DB016", "u1", at(9), reason="Vết nhầm", person="Mai")
    morning.note_call(store, "DB017", "Vết gọi lại", at(10), person="Mai")
    notices.notify(store, "Vết báo", at(11), invitation_id="DB018", station="Bàn 1")
    notices.park(store, "Cửa A", "p1", '{"code": "Vết"}', "Vết lỗi", at(12))
    desk.cancel(store, "DB018", "Vết hủy", at(13))
    desk.refill_spares(store, "Vết quầy", [])
    mark = Spare("Vết mã", "00000000", "Vết dấu")  # as a desk's copy has it
    store.write(lambda tx: tx.put_spares("Vết quầy", [*tx.spares(), mark]))
    make_links(store, at(14))
    renew_link(store, "Sở A", at(15), "Mai")
    store.write(lambda tx: tx.add_mail("DB016", What.INVITATION, "vet.tich@so-a.gov.vn", at(16)))
    [mail] = store.read.mails()
    refused = replace(
        mail,
        state=MailState.REFUSED,
        message_id="<vet.tich@x>",
        told="w",
        answer="550 vet.tich@so-a.gov.vn",
    )
    store.write(lambda tx: tx.put_mail(refused))
    added = webhooks.add_webhook(store, "http://may/?khoa=Vet", at(17), {}, names=True)
    webhooks.try_webhook(store, added.number, at(18), {})
    webhooks.queue_news(store, -1, frozenset(), at(19))
    told = store.read.due_deliveries(added.number, at(20), 9)
    done = [webhooks.settled(one, "200", at(20), None) for one in told]
    webhooks.settle_deliveries(store, done, at(20))


def test_every_column_of_words_is_cleared_or_named_as_harmless(store):
    leave_traces(store)
    for table, there in columns(store).items():
        cleared, harmless = CLEARED.get(table, set()), HARMLESS.get(table, set())
        assert there == cleared | harmless, table
        assert not cleared & harmless, table
    before = {
        (table, column): values(store, table, column)
        for table, found in CLEARED.items()
        for column in found
    }
    # A column in which nothing stood would prove nothing.
    assert [where for where, found in before.items() if not found] == []

    desk.close_event(store, at(60))
    desk.purge(store, at(61), person="Mai")
    for (table, column), found in before.items():
        assert not found & values(store, table, column), (table, column)
    left = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
    assert [word for word in SECRET if word.encode() in left] == []
    assert store.read.first_fault() is None


def test_a_place_keeps_what_the_counts_need(store):
    leave_traces(store)
    desk.close_event(store, at(60))
    desk.purge(store, at(61))
    after = {place.id: place for place in store.read.invitations()}
    assert after["DB016"] == Invitation(
        id="DB016",
        group="SBN",
        organisation="Sở A",
        holder=Guest(desk.PURGED),
        substitute=Guest(desk.PURGED),
        position=16,
        rsvp=Rsvp.COMING,
        award=Award(form="Bằng khen"),
        seat=after["DB016"].seat,
        kind=Kind.NAMED,
    )
    assert (after["DB017"].rsvp, after["DB017"].rsvp_reason) == (Rsvp.NOT_COMING, desk.PURGED)
    assert after["DB018"].cancelled == desk.PURGED
