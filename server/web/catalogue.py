"""Every paper of the event, by what it is for: what it is drawn from, and how.

Each is a list of items and a way to draw some of them, so that any page alone can be looked at,
and a long one is drawn volume by volume.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from server.papers.cards import card_of, occasion_of
from server.papers.chart import chart_of, entrance_chart
from server.papers.letters import invitation_letter
from server.papers.lists import papers_of
from server.papers.packs import messages_csv, messages_of
from server.papers.reports import official_report
from server.papers.seating import badge_of, plates_of, slip_of
from server.papers.signs import signs_of
from server.papers.trials import trials_of
from server.sendings import is_written_to
from server.sentences import mark
from server.web.drawing import PICTURES_AT_ONCE, codes_of, drawing_of
from server.web.house import House
from server.web.sheets import Paper, Sheet, Shelf
from server.web.standing import gather_report, standing_of

if TYPE_CHECKING:
    from badges.drawing import Card

WHOLE: Sequence[None] = (None,)
NOT_SEATED = mark("Chưa xếp chỗ nên chưa có gì để in.")
NO_CARDS = mark("Danh sách còn trống nên chưa có phiếu mời.")
NOBODY = mark("Hiện không có đại biểu nào như vậy.")


def shelves_of(house: House) -> list[Shelf]:
    """List all papers of this moment, by purpose."""
    stock = _Stock(house)
    return [
        Shelf("send", mark("Gửi đại biểu, đơn vị"), tuple(stock.to_send())),
        Shelf("desk", mark("Tại bàn đón tiếp"), tuple(stock.at_the_desk())),
        Shelf("hall", mark("Trong hội trường"), tuple(stock.in_the_hall())),
        Shelf("file", mark("Điều hành, báo cáo, lưu hồ sơ"), tuple(stock.for_the_file())),
    ]


def papers_by_file(house: House) -> dict[str, Paper]:
    """Find every paper by the name of its file."""
    return {file: paper for file, (_, paper) in sheets_by_file(house).items()}


def sheets_by_file(house: House) -> dict[str, tuple[Sheet, Paper]]:
    """The same, each with the sheet of which it is a form."""
    sheets = (sheet for shelf in shelves_of(house) for sheet in shelf.sheets)
    return {paper.file: (sheet, paper) for sheet in sheets for paper in sheet.papers}


class _Stock:
    """What the papers of one moment are made of, read once."""

    def __init__(self, house: House) -> None:
        self.house, self.event, self.hall = house, house.config.event, house.hall
        self.standing = standing_of(house)
        self.codes = codes_of(house)

    @cached_property
    def desk_codes(self) -> dict[str, str]:
        return {id_: desk_code for id_, (_, desk_code) in self.codes.items()}

    def to_send(self) -> Iterator[Sheet]:
        yield self._invitations()
        yield self._texts()
        yield Sheet(
            mark("Thư điện tử"),
            mark("Thư có ảnh phiếu mời và tệp lịch, gửi ở trang Thư điện tử."),
            (
                Paper(
                    "thu-dien-tu",
                    mark("Từng thư"),
                    WHOLE,
                    _nothing,
                    "",
                    read="/invitations/mail/look",
                ),
            ),
        )
        yield Sheet(
            mark("Dự thảo giấy mời"),
            mark("Mẫu 1.7, không có mã QR riêng; văn thư hoàn thiện, trình ký, đóng dấu."),
            (Paper("giay-moi", "Word", WHOLE, self._letter, "docx", read="/papers/letter"),),
        )

    def at_the_desk(self) -> Iterator[Sheet]:
        slips = [s for p in self.standing.places if (s := slip_of(p, self.hall, self.event))]
        lacks = None if slips else NOT_SEATED
        yield Sheet(
            mark("Phiếu chỗ ngồi"),
            mark("Trao tại bàn đón tiếp."),
            tuple(
                Paper(
                    f"phieu-cho-ngoi-{paper}",
                    form,
                    slips,
                    partial(self._slips, paper=paper),
                    lacks=lacks,
                )
                for paper, form in (
                    ("a6", mark("Khổ A6")),
                    ("80mm", mark("Cuộn 80 mm")),
                    ("58mm", mark("Cuộn 58 mm")),
                )
            ),
        )
        yield self._list(
            mark("Danh sách giấy dự phòng"),
            mark("Khi mọi máy đều hỏng: đánh dấu, ghi giờ, nhập lại sau."),
            **{
                "du-phong-theo-ten": mark("Theo tên"),
                "du-phong-theo-don-vi": mark("Theo đơn vị"),
                "du-phong-theo-ghe": mark("Theo ghế"),
            },
        )
        yield self._list(
            mark("Danh sách ký nhận tài liệu"),
            mark("Cột ký nhận để trống."),
            **{"ky-nhan-tai-lieu": "PDF"},
        )
        yield Sheet(
            mark("Tờ mã quét thử"),
            mark("Mỗi loại mã một ô, để thử máy quét khi diễn tập."),
            (Paper("ma-quet-thu", "PDF", WHOLE, self._trials),),
        )

    def in_the_hall(self) -> Iterator[Sheet]:
        named, unnamed = plates_of(self.standing)
        yield Sheet(
            mark("Sơ đồ chỗ ngồi có tên"),
            mark("Chỉ dùng trong hội trường."),
            self._charts("so-do", chart_of),
        )
        yield Sheet(
            mark("Sơ đồ chỗ ngồi không tên"),
            mark("Treo ở cửa vào."),
            self._charts("so-do-khong-ten", entrance_chart),
        )
        signs = signs_of(self.standing, self.hall)
        yield Sheet(
            mark("Biển chỉ dẫn"),
            mark("Từng hàng ghế theo lối đi, biển các bàn; dòng nhỏ cuối biển ghi nơi đặt."),
            tuple(
                Paper(f"bien-chi-dan-{p}", p.upper(), signs, partial(self._signs, paper=p))
                for p in ("a4", "a5")
            ),
        )
        yield Sheet(
            mark("Biển tên trên bàn"),
            mark("Gấp đôi, tên ở cả hai mặt."),
            (
                Paper(
                    "bien-ten", mark("Theo tên"), named, _plates, lacks=None if named else NOBODY
                ),
                Paper(
                    "bien-don-vi",
                    mark("Theo đơn vị"),
                    unnamed,
                    _plates,
                    lacks=None if unnamed else NOBODY,
                ),
            ),
        )
        if self.house.config.badges.chest_badges:
            badges = [
                badge_of(p, self.event, press=self.standing.is_press(p))
                for p in self.standing.places
            ]
            lacks = None if badges else NOBODY
            yield Sheet(
                mark("Thẻ đeo"),
                mark("Chỉ khi chương trình dùng thẻ (chest_badges)."),
                (Paper("the-dai-bieu", "PDF", badges, self._badges, first=8, lacks=lacks),),
            )

    def for_the_file(self) -> Iterator[Sheet]:
        yield Sheet(
            mark("Báo cáo số lượng đại biểu"),
            mark("Theo thể thức văn bản hành chính, Nơi nhận điền sẵn."),
            tuple(
                Paper(
                    "bao-cao",
                    form,
                    WHOLE,
                    partial(self._report, ending=ending),
                    ending,
                    look=partial(self._report, ending="pdf"),
                )
                for ending, form in (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"))
            ),
        )
        yield self._list(
            mark("Danh sách giới thiệu đại biểu (cho người dẫn chương trình)"),
            mark("Từ những người đang có mặt."),
            **{"gioi-thieu-dai-bieu": "PDF"},
        )
        yield self._list(
            mark("Danh sách gọi nhận khen thưởng"),
            mark("Theo thứ tự trao; người chưa có mặt ghi bằng chữ hoa."),
            **{"khen-thuong": "PDF"},
        )
        yield self._list(
            mark("Danh sách phóng viên báo chí"), mark("Theo cơ quan."), **{"bao-chi": "PDF"}
        )

    def _invitations(self) -> Sheet:
        cards = self._cards()
        lacks = None if cards else NO_CARDS
        four = partial(self._print_cards, four=True)
        return Sheet(
            mark("Phiếu mời"),
            mark("Một phiếu cho mỗi suất mời: ảnh để gửi, tệp in cho người cần bản giấy."),
            (
                Paper("phieu-moi-a5", mark("In khổ A5"), cards, self._print_cards, lacks=lacks),
                Paper(
                    "phieu-moi-4-tren-a4",
                    mark("In 4 phiếu trên A4"),
                    cards,
                    four,
                    first=4,
                    lacks=lacks,
                ),
                Paper(
                    "anh-phieu-moi",
                    mark("Mọi ảnh (ZIP)"),
                    cards,
                    self._print_cards,
                    "zip",
                    at_once=PICTURES_AT_ONCE,
                    pictures=self._pictures,
                    lacks=lacks,
                ),
            ),
        )

    def _texts(self) -> Sheet:
        places = [p for p in self.standing.places if is_written_to(p)]
        return Sheet(
            mark("Lời mời Zalo, SMS"),
            mark("Mỗi suất một dòng; lời mời của từng đơn vị ở trang Theo đơn vị."),
            (
                Paper(
                    "loi-moi",
                    mark("Bảng CSV"),
                    places,
                    self._messages,
                    "csv",
                    at_once=max(len(places), 1),
                    read="/invitations",
                    lacks=None if places else NO_CARDS,
                ),
            ),
        )

    def _cards(self) -> "list[Card]":
        return [
            card_of(place, *self.codes[place.id], self.event)
            for place in self.standing.places
            if place.id in self.codes
        ]

    def _print_cards(self, cards: "Sequence[Card]", *, four: bool = False) -> bytes:
        from badges.drawing import print_cards

        occasion = occasion_of(self.event, self.house.config.badges)
        return print_cards(cards, drawing_of(occasion), four_a_sheet=four)

    def _pictures(self, cards: "Sequence[Card]") -> dict[str, bytes]:
        from badges.drawing import card_pictures
        from badges.lettering import file_stem

        occasion = occasion_of(self.event, self.house.config.badges)
        drawn = card_pictures(cards, drawing_of(occasion))
        names = (f"{file_stem(card.id, card.addressee)}.png" for card in cards)
        return dict(zip(names, drawn, strict=True))

    def _messages(self, places: Sequence[Any]) -> bytes:
        return messages_csv(messages_of(places, self.desk_codes, self.event))

    def _letter(self, _: Sequence[Any]) -> bytes:
        from badges.word import word_letter

        return word_letter(invitation_letter(self.event))

    def _slips(self, slips: Sequence[Any], paper: Any) -> bytes:
        from badges.seating import print_slips

        return print_slips(slips, self.event.short, paper)

    def _trials(self, _: Sequence[Any]) -> bytes:
        from badges.rehearsal import print_trials

        return print_trials(trials_of(self.house.event_id), self.event.short)

    def _charts(self, name: str, draw_up: Callable[..., Any]) -> tuple[Paper, ...]:
        def draw(_: Sequence[Any], paper: Any) -> bytes:
            from badges.chart import print_chart

            return print_chart(draw_up(self.standing, self.hall), paper)

        return tuple(
            Paper(f"{name}-{paper}", form, WHOLE, partial(draw, paper=paper))
            for paper, form in (("a3", mark("Khổ A3")), ("a4", mark("Khổ A4")))
        )

    def _signs(self, signs: Sequence[Any], paper: Any) -> bytes:
        from badges.signs import print_signs

        return print_signs(signs, self.event.organisers.host, paper)

    def _badges(self, badges: Sequence[Any]) -> bytes:
        from badges.chest import print_badges

        return print_badges(badges, self.event.short, self.event.organisers.host)

    def _list(self, title: str, note: str, **forms: str) -> Sheet:
        lacks = None if self.standing.places else mark("Danh sách còn trống.")
        papers = (
            Paper(name, form, WHOLE, partial(self._roll, name=name), lacks=lacks)
            for name, form in forms.items()
        )
        return Sheet(title, note, tuple(papers))

    def _roll(self, _: Sequence[Any], name: str) -> bytes:
        from badges.lists import print_roll

        drawn = papers_of(self.standing, self.hall, self.desk_codes)
        paper = next(paper for paper in drawn if paper.file == name)
        host, parent = self.event.organisers.host, self.event.organisers.parent
        return print_roll(paper.roll, host, parent, across=paper.across)

    def _report(self, _: Sequence[Any], ending: str) -> bytes:
        report = official_report(gather_report(self.house))
        if ending == "docx":
            from badges.word import word_report

            return word_report(report)
        if ending == "xlsx":
            from badges.excel import excel_report

            return excel_report(report)
        from badges.reports import print_report

        return print_report(report)


def _plates(plates: Sequence[Any]) -> bytes:
    from badges.seating import print_plates

    return print_plates(plates)


def _nothing(_: Sequence[Any]) -> bytes:
    return b""
