"""What the desk does: each action one transaction, the same on a server and on a kiosk.

Every action carries an id that its maker chose. Asked again under the same id, an action
is not repeated: it gives its first answer, marked `replayed`. A refusal is an answer;
exceptions are for requests that make no sense.

doors        a scan, as it happens or delivered late
presence     marked present by hand, alone or a whole unit; undo; walk-ins
invitations  who comes on a place, on which seat, with which code
answers      what guests and units say of it by themselves
organisations  the private page of each unit
sendings     what was sent to whom
mails        the queue of the mails to them
notices      what is told to the organisers, and what somebody has seen to
guestlist    the list laid over the event
facts        when and where it is, announced late
event        its end
spares       codes for a desk that is cut off
access       who may act: accounts and stations
records      how all of it goes on record
"""

from server.desk.doors import admit, receive, receive_each
from server.desk.event import (
    ERASED,
    PURGED,
    close_event,
    erased,
    freeze,
    note_erased,
    note_mail_account,
    purge,
)
from server.desk.facts import change_facts
from server.desk.guestlist import compare_list, import_list, put_list
from server.desk.invitations import (
    Seat,
    cancel,
    change_seat,
    documents_given,
    give_documents,
    name_holder,
    reissue,
    set_rsvp,
    set_seats,
    substitute,
    swap_seats,
)
from server.desk.notices import notify, park, put_away, put_away_id
from server.desk.organisations import make_links, renew_link
from server.desk.presence import Together, admit_by_hand, admit_many, undo, walk_in
from server.desk.records import Answer, By, Late, Way, new_ids
from server.desk.spares import refill_spares

__all__ = [
    "ERASED",
    "PURGED",
    "Answer",
    "By",
    "Late",
    "Seat",
    "Together",
    "Way",
    "admit",
    "admit_by_hand",
    "admit_many",
    "cancel",
    "change_facts",
    "change_seat",
    "close_event",
    "compare_list",
    "documents_given",
    "erased",
    "freeze",
    "give_documents",
    "import_list",
    "make_links",
    "name_holder",
    "new_ids",
    "note_erased",
    "note_mail_account",
    "notify",
    "park",
    "purge",
    "put_away",
    "put_away_id",
    "put_list",
    "receive",
    "receive_each",
    "refill_spares",
    "reissue",
    "renew_link",
    "set_rsvp",
    "set_seats",
    "substitute",
    "swap_seats",
    "undo",
    "walk_in",
]
