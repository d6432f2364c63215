"""A real Home Assistant for a test: started, onboarded over REST, given rooms over its WebSocket."""
import asyncio
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import aiohttp

CONFIGURATION = """\
http:
  server_host: 127.0.0.1
  server_port: {port}
api:
config:
onboarding:
websocket_api:
demo:
homeassistant:
  customize:
    vacuum.0_ground_floor:
      friendly_name: Robbie
    media_player.lounge_room:
      friendly_name: Lounge TV
scene:
  - name: Movie Night
    entities:
      light.ceiling_lights: {{state: "on", brightness: 40}}
      switch.decorative_lights: "on"
logger:
  default: warning
"""


class HomeAssistant:
    def __init__(self, hass, folder, port):
        self.hass, self.folder, self.port = hass, folder, port
        self.url = f"http://127.0.0.1:{port}"
        self.token = None
        self.process = None
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "configuration.yaml"), "w") as file:
            file.write(CONFIGURATION.format(port=port))

    def start(self):
        log = open(os.path.join(self.folder, "stderr.log"), "ab")
        self.process = subprocess.Popen(
            [self.hass, "-c", self.folder, "--skip-pip"], stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"Home Assistant ended with {self.process.returncode}; see {self.folder}")
            try:
                urllib.request.urlopen(f"{self.url}/manifest.json", timeout=2).read()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        raise SystemExit("Home Assistant does not answer")

    def send(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def _request(self, method, path, body=None, form=False, auth=True):
        headers = {}
        data = None
        if form:
            data = urllib.parse.urlencode(body).encode()
        elif body is not None:
            data, headers["content-type"] = json.dumps(body).encode(), "application/json"
        if auth and self.token:
            headers["authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def onboard(self):
        """A first user, and a long-lived token for Ling."""
        client = f"{self.url}/"
        deadline = time.monotonic() + 60
        while True:
            try:
                steps = self._request("GET", "/api/onboarding", auth=False)
                break
            except urllib.error.URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
        assert not steps[0]["done"], steps
        user = {"client_id": client, "name": "Ling", "username": "ling", "password": "a test only", "language": "en"}
        code = self._request("POST", "/api/onboarding/users", user, auth=False)["auth_code"]
        form = {"grant_type": "authorization_code", "code": code, "client_id": client}
        self.token = self._request("POST", "/auth/token", form, form=True, auth=False)["access_token"]
        (self.token,) = self.ask({"type": "auth/long_lived_access_token", "client_name": "Ling", "lifespan": 30})

    def state(self, entity):
        return self._request("GET", f"/api/states/{entity}")

    def states(self):
        return self._request("GET", "/api/states")

    def call(self, domain, service, **data):
        return self._request("POST", f"/api/services/{domain}/{service}", data)

    def ask(self, *messages):
        """Commands over the WebSocket; gives their results."""
        return asyncio.run(self._ask(messages))

    async def _ask(self, messages):
        results = []
        async with aiohttp.ClientSession() as session, session.ws_connect(self.url + "/api/websocket") as socket:
            assert (await socket.receive_json())["type"] == "auth_required"
            await socket.send_json({"type": "auth", "access_token": self.token})
            assert (await socket.receive_json())["type"] == "auth_ok"
            for number, message in enumerate(messages, 1):
                await socket.send_json({"id": number, **message})
                answer = await socket.receive_json()
                assert answer.get("success"), (message, answer)
                results.append(answer["result"])
        return results
