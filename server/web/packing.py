"""Long answers are packed for the way, and files of ours once for all who ask.

A packed answer's length tells a listener who knows or chooses a part of it something of the
rest, TLS or not (BREACH). Nobody can have our pages asked for that: the session's cookie is
strict about sites, stations and programs send a key of their own. A guest may still write
words that stand in the organisers' list, so what hands out a code, a link or a password is
not packed at all: an answer is only if its route stands here.
"""

from flask import Response, request
from isal import igzip

# 440 kB of a hall are packed in 0.2 ms to 28; the best level takes five times as long for 26.
QUICK, BEST = 1, 3
LEAST = 1024
TEXTS = frozenset(
    {
        "application/json",
        "application/wasm",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
    }
)
PACKED = frozenset(
    {
        "static",
        "awards.page",
        "board.document",
        "board.page",
        "desk.page",
        "docs.page",
        "guests.search",
        "hall.document",
        "hall.moves_up_document",
        "hall.page",
        "hall.plan",
        "hall.reasons_document",
        "hall_design.create_draft",
        "hall_design.page",
        "home.page",
        "imports.preview_page",
        "lists.document",
        "lists.page",
        "mailing.document",
        "mailing.page",
        "openapi.document",
        "papers.page",
        "reports.page",
        "roster.document",
        "seating.document",
        "sendings.document",
        "settings.page",
    }
)


class Packer:
    """Packs answers; safe to share between threads. Keeps our files packed, by address."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str | None, bytes]] = {}

    def pack(self, answer: Response) -> Response:
        """Give the answer, packed where it may be, is worth it, and was asked for."""
        if request.endpoint not in PACKED:
            return answer
        answer.vary.add("Accept-Encoding")
        wanted = request.accept_encodings.quality("gzip") > 0
        long = (answer.content_length or 0) >= LEAST
        if answer.status_code == 200 and answer.mimetype in TEXTS and wanted and long:
            etag = answer.get_etag()[0]
            answer.set_data(
                self._file(answer, etag) if answer.direct_passthrough else _body(answer)
            )
            answer.headers["Content-Encoding"] = "gzip"
            answer.headers.pop("Accept-Ranges", None)
            if etag:  # the same content in other bytes
                answer.set_etag(etag, weak=True)
        return answer

    def _file(self, answer: Response, etag: str | None) -> bytes:
        known = self._files.get(request.path)
        if known is None or known[0] != etag:
            answer.direct_passthrough = False
            known = etag, igzip.compress(answer.get_data(), BEST, mtime=0)
            self._files[request.path] = known
        answer.close()
        return known[1]


def _body(answer: Response) -> bytes:
    return igzip.compress(answer.get_data(), QUICK, mtime=0)
