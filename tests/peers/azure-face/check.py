"""What Azure's own library for faces gets from Ling: answers, not status codes."""

import http.server
import io
import sys
import threading

import skimage.data
from azure.ai.vision.face import FaceAdministrationClient, FaceClient
from azure.ai.vision.face.models import (
    FaceAttributeTypeDetection03 as Attribute,
    FaceDetectionModel as Detection,
    FaceRecognitionModel as Recognition,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError
from PIL import Image

ADDRESS, KEY, STAGE = sys.argv[1:4]
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def client(base="", kind=FaceClient, **options):
    return kind(ADDRESS + base, AzureKeyCredential(KEY), **options)


def how(**options):
    return {
        "detection_model": Detection.DETECTION03,
        "recognition_model": Recognition.RECOGNITION04,
        "return_face_id": False,
    } | options


def refusal(call):
    """The status, the code and the sentence of a call that is refused."""
    try:
        call()
    except HttpResponseError as error:
        return error.status_code, error.error.code if error.error else None, error.message
    return None, None, "it was not refused"


def served(body):
    """The address of a picture on this machine; what comes first is sent on."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            to = self.path.partition("?to=")[2]
            self.send_response(302 if to else 200)
            if to:
                self.send_header("Location", to)
            self.send_header("Content-Length", str(0 if to else len(body)))
            self.end_headers()
            self.wfile.write(b"" if to else body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/picture.png"


astronaut = Image.fromarray(skimage.data.astronaut())
her = png(astronaut)

if STAGE == "nothing":
    status, _, message = refusal(lambda: client().detect(her, **how()))
    check("no package", (status, "ling models pull yunet-face" in message), (404, True))

if STAGE == "all":
    faces = client().detect(her, **how(return_face_landmarks=True))
    check("one face", len(faces), 1)
    box, points = faces[0].face_rectangle, faces[0].face_landmarks
    check("where", (150 < box.left < 220, 60 < box.top < 120, 50 < box.width < 140), (True,) * 3)
    check("eyes beside each other", points.pupil_left.x < points.nose_tip.x < points.pupil_right.x, True)
    check("a mouth below", points.mouth_left.y > points.nose_tip.y > points.pupil_left.y, True)
    inside = lambda p: box.left <= p.x <= box.left + box.width and box.top <= p.y <= box.top + box.height
    check("all within", all(inside(p) for p in [points.pupil_left, points.pupil_right, points.nose_tip]), True)
    check("no point made up", (points.eye_left_outer, points.under_lip_top), (None, None))
    check("nothing about her", (faces[0].face_id, faces[0].face_attributes), (None, None))

    group = Image.new("RGB", (1200, 600), "white")
    group.paste(astronaut.resize((256, 256)), (0, 0))
    group.paste(astronaut.crop((0, 0, 512, 512)), (600, 50))
    faces = client("/t/shop").detect(png(group), **how())
    widths = [face.face_rectangle.width for face in faces]
    check("the largest first, below a base", (len(faces), widths == sorted(widths, reverse=True)), (2, True))
    check("it is the right one", faces[0].face_rectangle.left > 600, True)
    check("nobody", client().detect(png(Image.fromarray(skimage.data.coins())), **how()), [])
    older = client(api_version="v1.1-preview.1")
    check("an older version", len(older.detect(her, **how())), 1)

    status, code, message = refusal(lambda: client().detect(her, **how(return_face_id=True)))
    check("no ids", (status, code, "no ids of faces" in message), (403, "InvalidRequest", True))
    attributes = [Attribute.HEAD_POSE, Attribute.MASK]
    status, code, message = refusal(lambda: client().detect(her, **how(return_face_attributes=attributes)))
    check("no attributes", (status, code, "headPose,mask" in message), (400, "BadArgument", True))
    status, code, message = refusal(lambda: client().detect(b"no picture", **how()))
    check("no picture", (status, code, "text" in message), (400, "InvalidImage", True))
    status, _, message = refusal(lambda: client().verify_face_to_face(face_id1="a", face_id2="b"))
    check("nobody is compared", (status, "neither tells whose they are" in message), (404, True))
    groups = lambda: client(kind=FaceAdministrationClient).large_person_group.create("a", name="a", recognition_model="recognition_04")
    status, _, message = refusal(groups)
    check("nobody is kept", (status, "nor compares or keeps" in message), (404, True))

    place = served(her)
    check("by address", len(client().detect_from_url(url=place, **how())), 1)
    check("sent on", len(client().detect_from_url(url=f"{place}?to={place}", **how())), 1)
    for url, part in [
        (place.replace("127.0.0.1", "localhost"), "leads into the house"),
        (f"{place}?to={place.replace('127.0.0.1', 'localhost')}", "leads into the house"),
        (f"{place}?to=http://169.254.169.254/latest", "leads into the house"),
        ("http://[::1]/a.png", "leads into the house"),
        ("file:///etc/hostname", "no address of a picture"),
        (f"{place}?to=file:///etc/hostname", "no address of a picture"),
        ("http://127.0.0.1:1/a.png", "cannot be reached"),
    ]:
        status, code, message = refusal(lambda: client().detect_from_url(url=url, **how()))
        check(url, (status, code, part in message), (400, "InvalidURL", True))

sys.exit(bool(failed))
