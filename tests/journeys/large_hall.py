"""A hall of a thousand seats, nearly all of them taken."""

from dataclasses import replace
from datetime import UTC, datetime

from server import desk
from server.hall.design import new_design, write_design
from server.hall.kept import KEY
from server.storage import open_store

SEATS = 1045


def fill_a_large_hall(event):
    """Invite eleven times as many to a hall of SEATS seats; gives those who were invited before."""
    store = open_store(f"sqlite:///{event.data / 'event.db'}")
    invited = [place for place in store.read.invitations() if place.cancelled is None]
    more = [
        replace(one, id=f"X{n}{one.id}", seat=None, position=one.position + 1000 * n)
        for n in range(1, 11)
        for one in invited
    ]
    desk.put_list(store, more[:900], datetime.now(UTC))
    hall = write_design(new_design("rows", 20, 4, 13, head=True))
    store.write(lambda tx: tx.set_meta(KEY, hall))
    store.close()
    assert len(event.run("seats", "assign")["seats"]) > 950
    return invited
