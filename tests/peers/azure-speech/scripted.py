"""A recogniser that hears what it is told, in Wyoming's protocol: it stands in for Mandarin engines, which pip does not
bring."""

import json
import socketserver
import threading


class Scripted:
    def __init__(self, *lines):
        """Hears these, one after the other, and the last one from then on. `answered` tells when, `n_bytes` how much."""
        self.lines, self.answered, self.n_bytes = list(lines), [], []
        told = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                told.hear(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "tcp://127.0.0.1:%d" % self.server.server_address[1]

    def hear(self, client):
        import time

        n_bytes = 0
        while line := client.rfile.readline():
            event = json.loads(line)
            client.rfile.read(event.get("data_length") or 0)
            n_bytes += len(client.rfile.read(event.get("payload_length") or 0))
            if event["type"] == "audio-stop":
                text = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
                self.n_bytes.append(n_bytes)
                self.answered.append(time.monotonic())
                answer = json.dumps({"type": "transcript", "data": {"text": text}})
                client.wfile.write(answer.encode() + b"\n")
                return
