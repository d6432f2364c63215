"""A running Ling for a test."""
import json
import os
import re
import subprocess
import time
import urllib.request


class Ling:
    def __init__(self, program, folder, home_url, token):
        self.program, self.folder = program, folder
        os.makedirs(folder, exist_ok=True)
        token_file = os.path.join(folder, "home.token")
        with open(os.open(token_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(token + "\n")
        self.environment = {
            **os.environ,
            "LING_DATA": folder,
            "LING_HOME__KIND": "home_assistant",
            "LING_HOME__URL": home_url,
            "LING_HOME__TOKEN_FILE": token_file,
        }
        created = subprocess.run(
            [program, "token", "create", "--name", "test", "--scope", "admin"],
            env=self.environment, capture_output=True, text=True, check=True,
        )
        self.key = created.stdout.strip()
        self.process = None

    def start(self):
        log = open(os.path.join(self.folder, "stderr.log"), "ab")
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", "0"],
            env=self.environment, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, text=True,
        )
        ready = self.process.stdout.readline()
        found = re.match(r"ready (\S+)", ready)
        assert found, f"ling serve said {ready!r}; see {self.folder}/stderr.log"
        self.url = found[1]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def request(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.key}", "content-type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=40) as answer:
            return json.loads(answer.read())

    def say(self, text, conversation="test"):
        """The answer to one sentence, as it is shown, and the seconds it took."""
        began = time.monotonic()
        turn = self.request("POST", "/v1/turns", {"text": text, "conversation": conversation})
        reply = turn["reply"]
        return reply.get("show") or reply["say"], time.monotonic() - began, turn
