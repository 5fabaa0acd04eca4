"""A small real server that keeps the board's side of the contract with ready documents."""

import json
import queue
import threading
from pathlib import Path

import flask
from werkzeug.serving import WSGIRequestHandler, make_server

from server.web import language

ROOT = Path(__file__).parents[2]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EVENT = {"short": "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"}
GROUPS = [
    ("LDT", 1, "Lãnh đạo UBND tỉnh", "#B71C1C", 1),
    ("LDVP", 2, "Lãnh đạo Văn phòng UBND tỉnh", "#D84315", 2),
    ("PBVP", 3, "Lãnh đạo các phòng, ban, đơn vị thuộc Văn phòng UBND tỉnh", "#EF8F00", 5),
    (
        "SBN",
        4,
        "Đại diện lãnh đạo các sở, ban, ngành có TTHC thực hiện tại Trung tâm",
        "#1565C0",
        3,
    ),
    (
        "DVPH",
        5,
        (
            "Đại diện lãnh đạo: Bưu điện tỉnh, Viễn Thông Lạng Sơn, Vietin Bank Chi nhánh "
            "Lạng Sơn; Điện lực Lạng Sơn"
        ),
        "#00838F",
        4,
    ),
    ("CTS", 6, "Các đơn vị sử dụng chung trụ sở với Trung tâm", "#558B2F", 6),
    ("TT", 7, "Lãnh đạo, công chức, người lao động của Trung tâm", "#6A1B9A", 7),
    (
        "CCVC",
        8,
        "Công chức, viên chức của các sở, ban, ngành đã và đang làm việc tại Trung tâm",
        "#283593",
        8,
    ),
    (
        "NVDV",
        9,
        (
            "Nhân viên Bưu điện tỉnh, Vietin Bank Chi nhánh Lạng Sơn; Điện lực Lạng Sơn làm việc "
            "tại Trung tâm"
        ),
        "#4E342E",
        9,
    ),
    (
        "BC",
        10,
        "Báo Lạng Sơn, Đài Phát thanh và Truyền hình tỉnh, Cổng Thông tin Điện tử của tỉnh",
        "#455A64",
        10,
    ),
]
AT_EIGHT = {
    "LDT": (1, 2),
    "LDVP": (3, 4),
    "PBVP": (8, 9),
    "SBN": (14, 17),
    "DVPH": (4, 4),
    "CTS": (4, 4),
    "TT": (14, 14),
    "CCVC": (19, 25),
    "NVDV": (5, 6),
    "BC": (6, 7),
}
SENTENCE = (
    "Tổng số đại biểu được mời: 85. Có mặt: {present} đại biểu, đạt {rate}% (trong đó 03 đại biểu "
    "dự thay). Vắng: 13 đại biểu, trong đó có lý do: 04, chưa rõ lý do: 09. Phóng viên báo chí: "
    "06 đồng chí. Số liệu chốt lúc 08 giờ 00 phút ngày 17/11/2023."
)


def headcount(present=72, rate=84.7):
    """The row of 08:00 of the sample's morning."""
    return {
        "invited": 85,
        "present": present,
        "absent": 85 - present,
        "excused": 4,
        "unexplained": 81 - present,
        "substitutes": 3,
        "walk_ins": 0,
        "rate": rate,
        "press": {"invited": 7, "present": 6},
        "by_group": {c: {"present": p, "invited": i} for c, (p, i) in AT_EIGHT.items()},
        "at": "2023-11-17T08:00:00+07:00",
        "sentence": SENTENCE.format(present=present, rate=str(rate).replace(".", ",")),
    }


def event(seq, guest, *, kind="admitted", at="07:46", group="SBN", seat="B04", **more):
    return {
        "seq": seq,
        "kind": kind,
        "at": f"2023-11-17T{at}:00+07:00",
        "station": "Cửa chính",
        "scan_id": f"scan-{seq}",
        "invitation": f"inv-{seq}",
        "reason": None,
        "conflict": False,
        "guest": guest,
        "group": group,
        "seat": seat,
        "first": None,
    } | more


PLACE = {
    "id": "DB002",
    "honorific": "Bà",
    "name": "Trần Thị Ví Dụ",
    "title": "Phó Chủ tịch UBND tỉnh",
    "organisation": "UBND tỉnh",
    "expects": None,
    "phone": "0530000002",
    "substitute": None,
}
AWAITED = {
    "invited": 85,
    "leaders": [
        {
            "id": "DB001",
            "guest": {
                "honorific": "Ông",
                "name": "Nguyễn Văn Mẫu",
                "title": "Phó Chủ tịch UBND tỉnh",
                "organisation": "UBND tỉnh",
            },
            "organisation": "UBND tỉnh",
            "expects": None,
            "stand_in": False,
            "rsvp": "coming",
            "here_at": "2023-11-17T07:52:00+07:00",
        },
        {
            "id": "DB002",
            "guest": None,
            "organisation": "UBND tỉnh",
            "expects": "Lãnh đạo UBND tỉnh",
            "stand_in": False,
            "rsvp": "not_coming",
            "here_at": None,
        },
    ],
    "awards": [],
    "units": [{"organisation": f"Sở {letter}", "invited": 1} for letter in "ABCDEFGHIKLMNOPQ"],
}
MISSING = {"leader": True, "award": True}
ALERT = {
    "number": 41,
    "at": "2023-11-17T00:52:00Z",
    "invitation": "DB001",
    "text": "Đồng chí Nguyễn Văn Mẫu, Phó Chủ tịch UBND tỉnh đã đến Cửa chính lúc 07 giờ 52 phút. "
    "Kính đề nghị lãnh đạo Trung tâm ra đón.",
}


def morning(**more):
    """Half past seven to eight, with the opening ahead."""
    return {
        "arrivals": {
            "curve": {
                "since": "2023-11-17T07:30:00+07:00",
                "minutes": 5,
                "totals": [8, 21, 33, 52, 66, 72],
            },
            "starts": "2023-11-17T08:15:00+07:00",
            "forecast": {"here": 81, "per_minute": 1.6},
        },
        "alerts": [],
        "expected": None,
        "programme": {
            "points": [
                {"text": "Tóm tắt về chặng đường 05 năm", "film": False},
                {"text": "Phóng sự tài liệu: Trung tâm 05 năm", "film": True},
            ],
            "now": None,
            "film": False,
        },
    } | more


def door(name, *troubles, **machine):
    """A door as the server tells of it."""
    return {
        "name": name,
        "role": "kiosk",
        "heard_at": "2023-11-17T08:00:00+07:00",
        "troubles": list(troubles),
        "machine": {
            "waiting": 0,
            "scanners": 1,
            "scanner_trouble": None,
            "camera": True,
            "disk_ok": True,
            "battery": {"percent": 80, "plugged": True},
            "clock_ahead_s": 0.1,
        }
        | machine,
    }


class Quiet(WSGIRequestHandler):
    def log(self, *_, **__):
        pass


class BoardHouse:
    """The board's page and its two endpoints; what the tests change, it tells."""

    def __init__(self):
        self.headcount = headcount()
        self.events = []
        self.more = {}
        self.morning = morning()
        self.awaited = AWAITED
        self.doors = [door("Cửa chính"), door("Cửa phụ")]
        self.received = []
        self.answered = []
        self.said = None
        self.points = []
        self.context = {}
        self.stream_full = False
        self.away = False
        self.polls = 0
        self.listeners = []
        self._server = make_server(
            "127.0.0.1", 0, self._app(), threaded=True, request_handler=Quiet
        )
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def tell(self, *events, headcount=None):
        self.events += events
        self.headcount = headcount or self.headcount
        news = self._numbers() | {"events": events} | self.more
        for listener in list(self.listeners):
            listener.put(news)

    def break_streams(self):
        for listener in list(self.listeners):
            listener.put(None)

    def close(self):
        self.break_streams()
        self._server.shutdown()

    @property
    def seq(self):
        return max((e["seq"] for e in self.events), default=0)

    def _numbers(self):
        return {"seq": self.seq, "headcount": self.headcount, "morning": self.morning}

    def _app(self):
        app = flask.Flask(
            "board",
            static_folder=str(ROOT / "static"),
            template_folder=str(ROOT / "server/web/templates"),
        )
        language.register(app)

        @app.after_request
        def protect(answer):
            answer.headers["Content-Security-Policy"] = CSP
            return answer

        @app.get("/page/<name>")
        def page(name):
            return flask.render_template(f"{name}.html", event=EVENT, **self.context)

        @app.get("/api/board")
        def board():
            self.polls += 1
            if self.away:
                flask.abort(503)
            after = flask.request.args.get("after", type=int)
            if after is not None:
                new = [e for e in self.events if e["seq"] > after]
                return self._numbers() | {"events": new}
            groups = [
                {
                    "code": c,
                    "number": n,
                    "name": name,
                    "colour": colour,
                    "rank": rank,
                    "press": c == "BC",
                }
                for c, n, name, colour, rank in GROUPS
            ]
            return (
                self._numbers()
                | {
                    "events": self.events[-50:],
                    "groups": groups,
                    "event": EVENT,
                    "chain": {"seq": self.seq, "hash": "9f31c0aa" * 8},
                }
                | self.more
            )

        @app.get("/api/board/stream")
        def stream():
            if self.stream_full or self.away:
                flask.abort(503)
            news = queue.Queue()
            self.listeners.append(news)
            return flask.Response(self._lines(news), mimetype="text/event-stream")

        self._add_morning(app)
        return app

    def _add_morning(self, app):
        @app.get("/api/stations/health")
        def stations():
            return {"stations": self.doors}

        @app.get("/api/awaited")
        def awaited():
            return self.awaited or flask.abort(403)

        @app.delete("/api/alerts/<int:number>")
        def receive(number):
            self.received.append(number)
            return {"number": number, "at": "2023-11-17T00:53:00Z", "who": "Lương Thị Ngọc Ánh"}

        @app.get("/api/calls")
        def calls():
            answer = self.answered[-1][1] if self.answered else "none"
            return {"calls": [MISSING | {"place": PLACE | {"rsvp": answer}, "call": self.said}]}

        @app.post("/api/calls")
        def call():
            text = flask.request.get_json()["text"]
            self.said = {"text": text, "at": "2023-11-17T00:53:00Z", "who": "Ánh"}
            return self.said

        @app.put("/api/programme")
        def programme():
            self.points.append(flask.request.get_json()["point"])
            return self.morning["programme"] | {"now": self.points[-1]}

        @app.put("/api/invitations/<invitation>/rsvp")
        def answer(invitation):
            self.answered.append((invitation, flask.request.get_json()["rsvp"]))
            return {}

    def _lines(self, news):
        yield ": here\n\n"
        while (document := news.get()) is not None:
            yield f"id: {document['seq']}\ndata: {json.dumps(document)}\n\n"
        self.listeners.remove(news)
