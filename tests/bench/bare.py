"""The yardstick: a bare Flask on waitress that answers, and one that inserts durably.

`python -m tests.bench.bare PORT DATABASE`
"""

import sqlite3
import sys
import threading

import waitress
from flask import Flask, request

app = Flask(__name__)
database = sys.argv[2] if len(sys.argv) > 2 else ":memory:"
connections = threading.local()


@app.get("/healthz")
def health():
    return {"ok": True}


@app.post("/answer")
def answer():
    """Read the scan, answer it, keep nothing."""
    scan = request.get_json()
    return {"scan_id": scan["scan_id"], "verdict": "admitted"}


@app.post("/insert")
def insert():
    """Read the scan, put one row durably on disk, answer it."""
    scan = request.get_json()
    db = _connection()
    with db:
        db.execute(
            "INSERT INTO scans VALUES (:scan_id, :code, :scanned_at)",
            {key: scan[key] for key in ("scan_id", "code", "scanned_at")},
        )
    return {"scan_id": scan["scan_id"], "verdict": "admitted"}


def _connection() -> sqlite3.Connection:
    if not hasattr(connections, "db"):
        connections.db = sqlite3.connect(database, timeout=30)
        connections.db.execute("PRAGMA synchronous=FULL")
    return connections.db


if __name__ == "__main__":
    with sqlite3.connect(database) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE scans (scan_id TEXT PRIMARY KEY, code TEXT, scanned_at TEXT)")
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=16)
