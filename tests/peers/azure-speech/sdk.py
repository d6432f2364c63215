"""What the checks of the Speech SDK share: its configuration, sounds spoken by espeak-ng, and one way to fail."""

import io
import json
import subprocess
import sys
import threading
import urllib.request
import wave

import azure.cognitiveservices.speech as speech

ADDRESS, KEY, ADMIN = sys.argv[1:4]
RATE_HZ = 22_050
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def end():
    sys.exit(bool(failed))


def config(lang="en-US", key=KEY):
    made = speech.SpeechConfig(host=ADDRESS.replace("http", "ws"), subscription=key)
    made.speech_recognition_language = lang
    return made


def say(text):
    """Samples of espeak-ng, 16 bits at RATE_HZ."""
    said = subprocess.run(
        ["espeak-ng", "--stdout", "-v", "en-us", "-s", "150", text], capture_output=True, check=True
    )
    return said.stdout[44:]


def quiet(seconds):
    return b"\0\0" * int(RATE_HZ * seconds)


def push(sound):
    """A stream that has all the sound at once and then ends."""
    stream = speech.audio.PushAudioInputStream(speech.audio.AudioStreamFormat(RATE_HZ, 16, 1))
    stream.write(sound)
    stream.close()
    return speech.audio.AudioConfig(stream=stream)


def reason(result):
    return str(result.reason).split(".")[-1]


def details(result):
    """Why a result is canceled."""
    return result.cancellation_details.error_details if reason(result) == "Canceled" else ""


def all_of(recogniser, seconds_max=60):
    """Every phrase of a sound, and how it ended."""
    over, phrases, ends = threading.Event(), [], []
    recogniser.recognized.connect(lambda event: phrases.append(event.result))
    recogniser.canceled.connect(lambda event: ends.append(event.cancellation_details))
    recogniser.session_stopped.connect(lambda _: over.set())
    recogniser.start_continuous_recognition()
    check("it ends", over.wait(seconds_max), True)
    recogniser.stop_continuous_recognition()
    return phrases, ends


def settings(change):
    """Lays something over the settings of the house."""
    request = urllib.request.Request(
        f"{ADDRESS}/v1/settings",
        data=json.dumps(change).encode(),
        method="PUT",
        headers={"authorization": f"Bearer {ADMIN}", "content-type": "application/json"},
    )
    urllib.request.urlopen(request).read()


def read_wav(data):
    with wave.open(io.BytesIO(data)) as file:
        return file.getframerate(), file.readframes(file.getnframes())
