"""Facts about a guest that only the guest's own code can open.

A self-service kiosk may be stolen. Its copy of the list holds, for each code, its hash and
one sealed text: AES-256-GCM under a key made from the code, which is nowhere on the disk.
The hash that finds the text (SHA-256 of the code) and the key (SHA-256 under another
label) cannot be had from each other.
"""

import hashlib
import json
import secrets
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


def seal(code: str, facts: dict[str, Any]) -> str:
    """Encrypt `facts` so that `code` opens them; base64 of nonce and ciphertext."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    text = json.dumps(facts, ensure_ascii=False).encode()
    return b64encode(nonce + AESGCM(_key(code)).encrypt(nonce, text, None)).decode()


def unseal(code: str, sealed: str) -> dict[str, Any] | None:
    """Open what `seal` made; None if the code is another or the text is damaged."""
    try:
        blob = b64decode(sealed, validate=True)
        text = AESGCM(_key(code)).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], None)
    except (ValueError, InvalidTag):
        return None
    facts: dict[str, Any] = json.loads(text)
    return facts


def _key(code: str) -> bytes:
    return hashlib.sha256(b"dontiep/seal/1\0" + code.encode()).digest()
