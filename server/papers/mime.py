"""A mail as bytes, in a quarter of the time that Python's own way takes with large pictures.

Python encodes a picture line by line, parts it into lines again when the mail is written, and
looks into each. Here it is encoded and wrapped once, and written whole. The bytes are the same.
"""

from binascii import b2a_base64
from email.contentmanager import ContentManager
from email.generator import BytesGenerator
from email.message import EmailMessage, Message
from email.policy import SMTP
from io import BytesIO
from typing import Final

# RFC 2045, 6.8.
_LINE: Final = 76


def add_picture(page: EmailMessage, picture: bytes, cid: str, filename: str) -> None:
    """Lay a PNG beside the page that shows it as `cid`. `filename` has ASCII letters only."""
    page.add_related(picture, cid=cid, filename=filename, content_manager=_PICTURES)


def as_bytes(mail: EmailMessage) -> bytes:
    """Give the mail as it is sent and as it stands in a .eml file: its lines end in CRLF."""
    written = BytesIO()
    _Pressed(written, policy=SMTP).flatten(mail)
    return written.getvalue()


class _Pressed(BytesGenerator):
    """Writes what `add_picture` has encoded as it is."""

    def _handle_image(self, part: "Message[str, str]") -> None:
        encoded = part.get_payload()
        assert isinstance(encoded, str)
        self.write(encoded)


def _set_picture(part: EmailMessage, picture: bytes, cid: str, filename: str) -> None:
    encoded = b2a_base64(picture, newline=False).decode("ascii")
    lines = [encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]
    part["Content-Type"] = "image/png"
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-Disposition"] = f'inline; filename="{filename}"'
    part["Content-ID"] = f"<{cid}>"
    part.set_payload("\r\n".join(lines) + "\r\n")


_PICTURES: Final = ContentManager()
_PICTURES.add_set_handler(bytes, _set_picture)
