"""The line to the mail server: encrypted and signed in to, or not at all."""

import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.errors import UnavailableError
from server.mails import MailState
from server.settings import MailConfig
from server.smtp import Postbox
from tests.server.mail_server import AnyPort


class Keeper:
    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        self.kept.append(envelope.content)
        return "250 kept"


@pytest.fixture
def certificate(tmp_path):
    """A key and a certificate for 127.0.0.1 which signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context, tmp_path / "cert.pem"


def sign_in(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"moi", b"secret")
    return AuthResult(success=known, handled=False)


@pytest.fixture
def listening(certificate):
    """A mail server that wants STARTTLS and a password; gives its port and what it keeps."""
    keeper = Keeper()
    controller = AnyPort(
        keeper,
        hostname="127.0.0.1",
        port=0,
        tls_context=certificate[0],
        require_starttls=True,
        auth_required=True,
        authenticator=sign_in,
    )
    controller.start()
    yield controller.port, keeper.kept
    controller.stop()


def box(port, password="secret", tls="starttls"):
    config = MailConfig("127.0.0.1", "moi@x.example", port=port, tls=tls, user="moi")
    return Postbox(config, password)


def letter():
    mail = EmailMessage()
    mail["Subject"] = "Phiếu mời"
    mail.set_content(".\n.. một dòng bắt đầu bằng dấu chấm\n.\nhết\n", cte="8bit")
    return mail.as_bytes(policy=SMTP)


def test_it_signs_in_over_starttls_and_lines_with_dots_arrive_whole(
    listening, certificate, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    port, kept = listening
    with box(port) as line:
        line.be_ready()
        assert line.send(letter(), "a@x.example").state is MailState.SENT
        line.be_ready()
        assert line.send(letter(), "b@x.example").state is MailState.SENT

    assert len(kept) == 2
    assert kept[0].endswith(".\r\n.. một dòng bắt đầu bằng dấu chấm\r\n.\r\nhết\r\n".encode())


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(listening):
    with box(listening[0]) as line, pytest.raises(UnavailableError, match="mã hóa"):
        line.be_ready()


def test_a_server_that_cannot_encrypt_gets_neither_password_nor_mail():
    controller = AnyPort(Keeper(), hostname="127.0.0.1", port=0)
    controller.start()
    try:
        with box(controller.port) as line, pytest.raises(UnavailableError, match="mã hóa"):
            line.be_ready()
    finally:
        controller.stop()


def test_a_wrong_password_names_the_variable_to_look_at(listening, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    wrong = box(listening[0], "wrong")
    with wrong as line, pytest.raises(UnavailableError, match="DONTIEP_MAIL_PASSWORD"):
        line.be_ready()
