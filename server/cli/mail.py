"""`mail`: invitations and notices by e-mail, sent in the configured pace, resumed where it broke off."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from server.bounces import Laid, Outcome
from server.cli.ground import Ground, command
from server.desk.mail_runs import refuse_to_send
from server.mails import Fate, Mail, MailState
from server.sendings import What, is_written_to
from server.sentences import Sentence
from server.show import utc
from server.storage import SqliteStore
from server.wording.bounces import outcome_words
from server.wording.staff import coming_words

_WHAT = click.option(
    "--what",
    type=click.Choice([what.value for what in What]),
    default=What.INVITATION.value,
    help="invitation: phiếu mời (mặc định); venue: thông báo địa điểm.",
)
_STATES = {
    MailState.QUEUED: "chờ gửi",
    MailState.SENDING: "đang gửi",
    MailState.SENT: "đã gửi",
    MailState.REFUSED: "bị từ chối",
    MailState.RETURNED: "bị trả lại",
    MailState.UNKNOWN: "chưa rõ đã đến hay chưa",
}


def register(root: click.Group) -> None:
    """Hang the group onto the root."""
    root.add_command(mail)


@click.group()
def mail() -> None:
    """Gửi phiếu mời, thông báo địa điểm bằng thư điện tử."""


@command(mail, "send")
@_WHAT
@click.option(
    "--only", multiple=True, help="Chỉ các suất này (lặp lại được); thử lại cả thư đã bị từ chối."
)
@click.option(
    "--dry-run",
    "trial",
    type=click.Path(path_type=Path),
    help="Chỉ ghi các thư thành tệp .eml vào thư mục này để xem, không gửi.",
)
def send(ground: Ground, what: str, only: tuple[str, ...], trial: Path | None) -> None:
    """Gửi cho những suất có địa chỉ thư mà chưa được gửi; dừng rồi chạy lại thì gửi tiếp.

    Các suất của một đơn vị dùng chung địa chỉ nhận một thư.
    """
    # What draws is imported by the command that needs it: a door starts with this program too.
    from server.cli import mailing

    with ground.store() as store:
        mailing.refuse_strangers(store, only)
        room = mailing.Mailroom(ground.config, ground.folder, store)
        errand = room.errand(What(what), only)
        if trial:
            ids = mailing.write_trial(room, errand, trial)
            document = {"out": str(trial), "ids": ids, "count": len(ids)}
            ground.answer(
                document, f"Đã ghi thư cho {len(ids)} suất vào {trial}; chưa gửi thư nào."
            )
            return
        room.must_have_account()
        refuse_to_send(store.read)
        with ground.folder.mailing():
            run = mailing.send_mails(room, errand, ground.progress("Đang gửi thư"))
        left = _left(store)
    counts = {
        "queued": run.queued,
        "sent": run.sent,
        "mails": run.mails,
        "refused": run.refused,
        **left,
    }
    counts |= {"deferred": len(run.put_off), "unknown": run.unknown + run.found_broken}
    ground.answer(counts, _said(counts))


@command(mail, "list")
@click.option("--state", type=click.Choice([state.value for state in MailState]))
def list_mails(ground: Ground, state: str | None) -> None:
    """Từng thư: gửi cho ai, đến đâu, máy chủ thư trả lời gì."""
    with ground.store() as store:
        mails = store.read.mails(MailState(state) if state else None)
        names = {place.id: coming_words(place) for place in store.read.invitations()}
    rows = [_row(one, names.get(one.invitation, "")) for one in mails]
    ground.answer(rows, "\n".join(map(_line, rows)) or "Chưa có thư nào.")


@command(mail, "decide")
@click.argument("invitation")
@click.argument("outcome", type=click.Choice([fate.value for fate in Fate]))
@_WHAT
def decide(ground: Ground, invitation: str, outcome: str, what: str) -> None:
    """Ghi kết quả của một thư: đã đến (arrived), gửi lại (again), bị trả lại (returned)."""
    from server.cli import mailing

    fate = Fate(outcome)
    with ground.store() as store:
        room = mailing.Mailroom(ground.config, ground.folder, store)
        mailing.decide_in(room, invitation, What(what), fate)
    ground.answer({"invitation": invitation, "outcome": outcome}, _DECIDED[fate])


@command(mail, "bounced")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def bounced(ground: Ground, files: tuple[Path, ...]) -> None:
    """Đọc thư báo trả lại đã lưu (.eml hoặc mbox) và ghi ở đại biểu nào bị trả lại."""
    from server.cli.returned import take_back

    with ground.store() as store:
        read = take_back(store, ground.folder, [(f.name, f.read_bytes()) for f in files])
        names = {place.id: coming_words(place) for place in store.read.invitations()}
    rows = [_bounced_row(name, laid) for name, laid in read]
    noted = sum(row["outcome"] == Outcome.NOTED for row in rows)
    document = {"read": len(rows), "noted": noted, "messages": rows}
    said = [_bounced_line(name, laid, names) for name, laid in read]
    ground.answer(
        document, "\n".join((*said, f"Đã đọc {len(rows)} thư, ghi {noted} thư bị trả lại."))
    )


def _bounced_row(name: str, laid: Laid) -> dict[str, Any]:
    return {
        "file": name,
        "outcome": laid.outcome.value,
        "ids": [mail.invitation for mail in laid.mails],
        "addresses": list(laid.bounce.addresses),
        "status": laid.bounce.status,
    }


def _bounced_line(name: str, laid: Laid, names: dict[str, Sentence]) -> str:
    who = [f"{m.invitation} {names.get(m.invitation, '')}".strip() for m in laid.mails]
    whom = ", ".join(who or laid.bounce.addresses)
    return " · ".join(filter(None, (name, whom, outcome_words(laid))))


_DECIDED = {
    Fate.ARRIVED: "Đã ghi là đã gửi.",
    Fate.AGAIN: "Đã xếp lại để gửi; hãy chạy «dontiep mail send».",
    Fate.RETURNED: "Đã ghi là bị trả lại; hãy sửa địa chỉ hoặc báo bằng cách khác.",
}


def _left(store: SqliteStore) -> dict[str, int]:
    states = Counter(one.state for one in store.read.mails())
    silent = [p for p in store.read.invitations() if is_written_to(p) and p.email is None]
    return {"waiting": states[MailState.QUEUED], "without_address": len(silent)}


def _said(counts: dict[str, int]) -> str:
    said = [f"Đã gửi {counts['mails']} thư, cho {counts['sent']} suất mời."]
    if counts["refused"]:
        said.append(f"{counts['refused']} thư bị từ chối: «dontiep mail list --state refused».")
    if counts["unknown"]:
        said.append(
            f"{counts['unknown']} thư chưa rõ đã đến hay chưa: xem «dontiep mail list --state "
            "unknown», hỏi lại rồi «dontiep mail decide»."
        )
    if counts["waiting"]:
        said.append(f"Còn {counts['waiting']} thư chờ gửi; hãy chạy lại sau.")
    if counts["without_address"]:
        said.append(f"{counts['without_address']} suất chưa có địa chỉ thư.")
    return "\n".join(said)


def _row(one: Mail, who: str) -> dict[str, Any]:
    return {
        "id": one.invitation,
        "who": who,
        "what": one.what.value,
        "address": one.address,
        "state": one.state.value,
        "at": utc(one.at),
        "message_id": one.message_id,
        "answer": one.answer,
    }


def _line(row: dict[str, Any]) -> str:
    state = _STATES[MailState(row["state"])]
    return " · ".join(filter(None, (row["id"], row["who"], row["address"], state, row["answer"])))
