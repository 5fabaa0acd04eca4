"""A bare pywebview window that writes down every key it hears: `python bare_window.py`.

The rig is tried on it, so that a failing kiosk test tells of the kiosk and not of the rig.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import webview

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>bare</title>
<body style="background:#7a1420;color:#fff;font:48px sans-serif"><h1>Bàn đón tiếp</h1><p id="heard"></p>
<script>
const heard = document.getElementById("heard"); const at = [];
addEventListener("keydown", (e) => { at.push(e.timeStamp);
  if (e.key.length === 1) heard.textContent += e.key; if (e.key === "Enter") heard.dataset.done = at.at(-1) - at[0]; });
</script>"""


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
Thread(target=server.serve_forever, daemon=True).start()
webview.create_window("bare", f"http://127.0.0.1:{server.server_port}/", fullscreen=True)
webview.start(gui="qt")
