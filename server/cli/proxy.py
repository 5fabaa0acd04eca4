"""Doors on other machines: a certificate of the event's own, and the recipe for a proxy in front.

The server speaks plain HTTP. Caddy, one small program, encrypts the way to it; a kiosk knows the
certificate by its fingerprint, so no authority need vouch for a laptop in a hall.
"""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.ground import Ground, command, now
from server.errors import UnavailableError
from server.sentences import say

if TYPE_CHECKING:
    from cryptography import x509

PORT = 8443
LASTS = timedelta(days=365)
# A clock that is a little slow would not yet believe a certificate of this very moment.
BEFORE = timedelta(days=1)
NAME = re.compile(r"(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
CADDYFILE = """\
# caddy run --config {file}
{{
	admin off
	auto_https disable_redirects
	default_sni {address}
}}

https://{address}:{port} {{
	tls "{certificate}" "{key}"
	reverse_proxy 127.0.0.1:{server} {{
		flush_interval -1
	}}
}}
"""

TRUST = 'Trong [server] của config.toml ghi trusted_hosts = ["{address}"], rồi chạy lại máy chủ.'
RUN = (
    "Cài Caddy (Debian: apt-get install caddy; Windows: một tệp caddy.exe), rồi chạy trên máy này: "
    "caddy run --config {caddyfile}"
)
PAIR = "Trên máy ở cửa: dontiep kiosk --server {url} --certificate {certificate} --key KHÓA"


@dataclass(frozen=True, slots=True)
class Pair:
    """The files of a certificate and its key, both PEM."""

    certificate: Path
    key: Path


def register(root: click.Group) -> None:
    """Hang the command onto the root."""
    root.add_command(proxy)


@command(click.Group(), "proxy")
@click.argument("address", callback=lambda _context, _param, value: _machine(value))
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, help="Cổng cho các quầy.")
def proxy(ground: Ground, address: str, port: int) -> None:
    """Mã hóa đường truyền cho các quầy ở máy khác: chứng thư và tệp cấu hình Caddy.

    ADDRESS là địa chỉ hoặc tên của máy này trong mạng nội bộ, ví dụ 192.168.1.10.
    """
    folder = ground.folder.path / "proxy"
    pair = Pair(folder / f"{address}.pem", folder / f"{address}.key")
    file = folder / "Caddyfile"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fingerprint = _fingerprint(pair) or _make(pair, address, now())
        recipe = CADDYFILE.format(
            file=file.resolve(),
            address=address,
            port=port,
            certificate=pair.certificate.resolve().as_posix(),
            key=pair.key.resolve().as_posix(),
            server=ground.config.server.port,
        )
        file.write_text(recipe, encoding="utf-8")
    except OSError as error:
        raise UnavailableError(
            say(
                "Không ghi được vào %(folder)s (%(why)s); hãy kiểm tra đĩa hoặc dùng --data.",
                folder=folder,
                why=error.strerror,
            )
        ) from error
    url = f"https://{address}:{port}"
    document = {"url": url, "certificate": fingerprint, "caddyfile": str(file)}
    ground.answer(document, "\n".join(_steps(ground, address, document)))


def _machine(name: str) -> str:
    if not NAME.fullmatch(name):
        raise click.BadParameter(
            "hãy ghi địa chỉ IPv4 hoặc tên máy, không kèm http:// hay cổng, ví dụ 192.168.1.10"
        )
    return name


def _fingerprint(pair: Pair) -> str | None:
    """The SHA-256 of a certificate that still holds; kiosks that know it need no new pairing."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    if not (pair.certificate.exists() and pair.key.exists()):
        return None
    try:
        found = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
    except ValueError:
        return None
    lasting = found.not_valid_after_utc > now() + BEFORE
    return found.fingerprint(hashes.SHA256()).hex() if lasting else None


def _make(pair: Pair, address: str, moment: datetime) -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - BEFORE)
        .not_valid_after(moment + LASTS)
        .add_extension(x509.SubjectAlternativeName([_as_subject(address)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pair.key.touch(mode=0o600)
    pair.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    pair.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made.fingerprint(hashes.SHA256()).hex()


def _as_subject(address: str) -> "x509.GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)


def _steps(ground: Ground, address: str, told: dict[str, str]) -> list[str]:
    trusted = {host.lower() for host in ground.config.server.trusted_hosts}
    steps = [] if address.lower() in trusted else [TRUST.format(address=address)]
    return [*steps, *(step.format(**told) for step in (RUN, PAIR))]
