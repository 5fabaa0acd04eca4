"""Who may do what, and how much may be sent: one table of roles and routes.

A route that is not in the table is closed.
"""

from enum import StrEnum

LARGEST_BODY = 64 * 1024


class Role(StrEnum):
    """What a caller is. A reception station is a machine, a receptionist a person."""

    KIOSK = "kiosk"
    DESK = "desk"
    VIEWER = "viewer"
    RECEPTION = "reception"
    ORGANISER = "organiser"
    OWNER = "owner"


ANYONE = None
NOBODY: frozenset[Role] = frozenset()
STATIONS = frozenset({Role.KIOSK, Role.DESK})
DESKS = frozenset({Role.DESK})
STAFF = frozenset({Role.DESK, Role.RECEPTION, Role.ORGANISER, Role.OWNER})
WATCHERS = STAFF | {Role.VIEWER}
ORGANISERS = frozenset({Role.ORGANISER, Role.OWNER})
OWNERS = frozenset({Role.OWNER})

ROUTES: dict[str, frozenset[Role] | None] = {
    "static": ANYONE,
    "home.page": ANYONE,
    "people.sign_in_page": ANYONE,
    "people.sign_in": ANYONE,
    "people.sign_out": ANYONE,
    "cards.page": ANYONE,
    "cards.picture": ANYONE,
    "cards.calendar": ANYONE,
    "cards.image": ANYONE,
    "cards.create": ANYONE,
    "organisations.page": ANYONE,
    "organisations.create": ANYONE,
    "organisations.create_answers": ANYONE,
    "organisations.document": ORGANISERS,
    "organisations.create_links": ORGANISERS,
    "organisations.put_answers": ORGANISERS,
    "health.healthz": ANYONE,
    "health.metrics": ANYONE,  # this machine or a token of its own: see there
    "openapi.document": ANYONE,
    "docs.page": ANYONE,
    "scans.create": STATIONS,
    "scans.create_batch": STATIONS,
    "roster.document": STATIONS,
    "spares.create": DESKS,
    "stations.create_health": STATIONS,
    "stations.health": WATCHERS,
    "alerts.delete": ORGANISERS,
    "calls.document": ORGANISERS,
    "calls.create": ORGANISERS,
    "awaited.document": ORGANISERS,
    "programme.page": ANYONE,
    "programme.document": ANYONE,
    "programme.put": ORGANISERS,
    "guests.search": STAFF,
    "admission.create": STAFF,
    "admission.delete": STAFF,
    "admissions.document": STAFF,
    "admissions.create": STAFF,
    "walk_ins.create": STAFF,
    "invitations.document": STAFF,
    "invitations.put_holder": STAFF,
    "invitations.delete_holder": STAFF,
    "invitations.put_rsvp": STAFF,
    "invitations.put_documents": STAFF,
    "invitations.delete_documents": STAFF,
    "invitations.create_code": STAFF,
    "substitutes.put": STAFF,
    "substitutes.delete": STAFF,
    "seating.document": STAFF,
    "seating.fitting": STAFF,
    "seating.put": STAFF,
    "rehearsal.page": ORGANISERS,
    "rehearsal.delete": ORGANISERS,
    "sendings.document": ORGANISERS,
    "sendings.create": ORGANISERS,
    "sendings.delete": ORGANISERS,
    "desk.page": STAFF,
    "desk.slip": STAFF,
    "desk.cards": STAFF,
    "desk.put_away": STAFF,
    "desk.create_notice": STAFF,
    "desk.create_reading": STAFF,
    "lists.page": ORGANISERS,
    "lists.document": ORGANISERS,
    "lists.create": ORGANISERS,
    "lists.put": ORGANISERS,
    "lists.put_many": ORGANISERS,
    "lists.merge": ORGANISERS,
    "lists.export": ORGANISERS,
    "imports.page": ORGANISERS,
    "imports.create": ORGANISERS,
    "imports.preview_page": ORGANISERS,
    "imports.decide": ORGANISERS,
    "issuing.page": ORGANISERS,
    "issuing.unit": ORGANISERS,
    "issuing.pack_file": ORGANISERS,
    "issuing.picture": ORGANISERS,
    "papers.page": ORGANISERS,
    "papers.look": ORGANISERS,
    "papers.pages": ORGANISERS,
    "papers.count": ORGANISERS,
    "papers.letter": ORGANISERS,
    "papers.letter_file": ORGANISERS,
    "papers.show": ORGANISERS,
    "papers.create": ORGANISERS,
    "papers.document": ORGANISERS,
    "papers.delete": ORGANISERS,
    "papers.drawn": ORGANISERS,
    "mailing.page": ORGANISERS,
    "mailing.look": ORGANISERS,
    "mailing.look_file": ORGANISERS,
    "mailing.document": ORGANISERS,
    "mailing.create": ORGANISERS,
    "mailing.delete": ORGANISERS,
    "mailing.decide": ORGANISERS,
    "mailing.create_bounces": ORGANISERS,
    "organisations.put_link": ORGANISERS,
    "reports.page": ORGANISERS,
    "reports.create": ORGANISERS,
    "awards.page": ORGANISERS,
    "settings.page": ORGANISERS,
    "accounts.people": ORGANISERS,
    "accounts.create_person": OWNERS,
    "accounts.delete_person": OWNERS,
    "accounts.create_password": OWNERS,
    "accounts.stations": ORGANISERS,
    "accounts.create_station": OWNERS,
    "accounts.delete_station": OWNERS,
    "webhooks.document": ORGANISERS,
    "webhooks.create": OWNERS,
    "webhooks.delete": OWNERS,
    "webhooks.create_test": OWNERS,
    "mail_account.document": OWNERS,
    "mail_account.put": OWNERS,
    "mail_account.delete": OWNERS,
    "mail_account.create_test": OWNERS,
    "backups.document": ORGANISERS,
    "backups.create": ORGANISERS,
    "backups.check": ORGANISERS,
    "facts.document": ORGANISERS,
    "facts.put": ORGANISERS,
    "ending.put": ORGANISERS,
    "ending.delete": OWNERS,
    "ending.certificate": ORGANISERS,
    "hall.page": ORGANISERS,
    "hall.document": ORGANISERS,
    "hall.reasons_document": ORGANISERS,
    "hall.plan": ORGANISERS,
    "hall.moves_up_document": ORGANISERS,
    "hall.put_seats": ORGANISERS,
    "hall.put_locks": ORGANISERS,
    "hall_design.page": ORGANISERS,
    "hall_design.file": ORGANISERS,
    "hall_design.document": ORGANISERS,
    "hall_design.create_draft": ORGANISERS,
    "hall_design.put": ORGANISERS,
    "board.page": WATCHERS,
    "board.document": WATCHERS,
    "board.stream": WATCHERS,
}
# What a page asks for by itself, so that it says nothing about a person being there.
UNATTENDED = frozenset(
    {
        "board.document",
        "board.stream",
        "stations.health",
        "calls.document",
        "awaited.document",
        "desk.cards",
        "hall.document",
        "hall.reasons_document",
        "lists.document",
        "mailing.document",
        "papers.document",
        "static",
    }
)
# The only routes that take a form and not JSON: pages that must work without script. A form
# of another site reaches none of them, since every one is held to the origin (_check_origin).
FORMS = frozenset(
    {
        "people.sign_in",
        "people.sign_out",
        "cards.create",
        "organisations.create",
        "organisations.create_answers",
        "imports.decide",
        "reports.create",
    }
)
# The one route that takes a file; what is in it is read by a child on a short lead.
UPLOADS = frozenset({"imports.create", "mailing.create_bounces"})
LARGER_BODIES = {
    "scans.create_batch": 1024 * 1024,
    "imports.create": 4 * 1024 * 1024 + 4096,
    "mailing.create_bounces": 16 * 1024 * 1024,  # with the mails that came back, pictures and all
    "hall.put_seats": 512 * 1024,  # a whole hall, seated anew
    "hall_design.create_draft": 256 * 1024,
    "hall_design.put": 512 * 1024,  # with the ids of those who lose their seats
}


def may(endpoint: str, role: Role | None) -> bool:
    """Whether this role (None: a stranger) may use a route."""
    allowed = ROUTES.get(endpoint, NOBODY)
    return allowed is None or role in allowed
