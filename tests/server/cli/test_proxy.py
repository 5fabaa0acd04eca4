"""`dontiep proxy`: the recipe for doors on other machines, and the certificate that they know."""

import hashlib
import ssl
from pathlib import Path

import pytest

FOLDER = Path("data/proxy")


def test_the_recipe_names_its_files_and_the_certificate_by_what_a_kiosk_is_told(ask):
    told = ask("proxy", "192.168.1.10")
    pem = FOLDER / "192.168.1.10.pem"
    shown = ssl.PEM_cert_to_DER_cert(pem.read_text("ascii"))
    recipe = Path(told["caddyfile"]).read_text("utf-8")
    assert told["url"] == "https://192.168.1.10:8443"
    assert told["certificate"] == hashlib.sha256(shown).hexdigest()
    assert "https://192.168.1.10:8443 {" in recipe
    assert f'tls "{pem.resolve().as_posix()}"' in recipe
    assert "reverse_proxy 127.0.0.1:8080" in recipe
    assert (FOLDER / "192.168.1.10.key").stat().st_mode & 0o077 == 0


def test_asked_again_the_certificate_stays_so_that_no_door_is_paired_anew(ask):
    first = ask("proxy", "dontiep.local")
    assert ask("proxy", "dontiep.local", "--port", "9443")["certificate"] == first["certificate"]
    assert ask("proxy", "192.168.1.10")["certificate"] != first["certificate"]


def test_people_are_told_the_steps_and_what_the_server_must_trust(dontiep):
    code, out, err = dontiep("proxy", "192.168.1.10")
    assert (code, err) == (0, "")
    assert 'trusted_hosts = ["192.168.1.10"]' in out
    assert "caddy run --config data/proxy/Caddyfile" in out
    assert "dontiep kiosk --server https://192.168.1.10:8443 --certificate" in out


@pytest.mark.parametrize("address", ["http://192.168.1.10", "192.168.1.10:8443", "a b", ""])
def test_what_is_no_name_of_a_machine_is_wrong_usage(dontiep, address):
    code, out, err = dontiep("proxy", address)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not FOLDER.exists()


def test_a_kiosk_takes_no_fingerprint_that_cannot_be_one(dontiep):
    code, out, err = dontiep(
        "kiosk", "--headless", "--server", "https://192.168.1.10:8443", "--key", "k",
        "--certificate", "dd59",
    )  # fmt: skip
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--certificate" in err
