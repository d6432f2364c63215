"""What Azure's own library for pictures gets from Ling: answers, not status codes."""

import http.server
import io
import sys
import threading

import skimage.data
from azure.ai.vision.imageanalysis import ImageAnalysisClient
from azure.ai.vision.imageanalysis.models import VisualFeatures as Feature
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError
from PIL import Image, ImageDraw, ImageFont

ADDRESS, KEY, STAGE = sys.argv[1:4]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def written(*lines):
    """A page with these lines."""
    page = Image.new("RGB", (640, 40 + 70 * len(lines)), "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 40)
    for nth, line in enumerate(lines):
        draw.text((30, 20 + 70 * nth), line, "black", font)
    return png(page)


def client(base=""):
    return ImageAnalysisClient(ADDRESS + base, AzureKeyCredential(KEY))


def look(picture, features, base="", **options):
    return client(base).analyze(picture, visual_features=features, **options)


def refusal(call):
    """The status and the sentence of a call that is refused."""
    try:
        call()
    except HttpResponseError as error:
        return error.status_code, error.error.message if error.error else str(error)
    return None, "it was not refused"


def served(body):
    """The address of a picture on this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/picture.png"


PAGE = written("开会时间：下午三点", "Room 305, bring your laptop", "牛奶 milk 12.50")

if STAGE == "nothing":
    status, message = refusal(lambda: look(PAGE, [Feature.READ]))
    check("no package", (status, "ling models pull ocr-zh-en" in message), (404, True))

if STAGE == "read":
    seen = look(PAGE, [Feature.READ])
    lines = [line.text.replace(" ", "") for line in seen.read.blocks[0].lines]
    check("lines", lines, ["开会时间：下午三点", "Room305,bringyourlaptop", "牛奶milk12.50"])
    words = [word.text for word in seen.read.blocks[0].lines[1].words]
    check("words", words, ["Room", "305,", "bring", "your", "laptop"])
    corners = seen.read.blocks[0].lines[1].bounding_polygon
    check("where", 20 < corners[0]["x"] < 40 and 85 < corners[0]["y"] < 115, True)
    check("size", (seen.metadata.width, seen.metadata.height), (640, 250))
    check("below a base", len(look(PAGE, [Feature.READ], base="/t/shop").read.blocks[0].lines), 3)
    status, message = refusal(lambda: look(b"<svg xmlns='http://www.w3.org/2000/svg'/>", [Feature.READ]))
    check("no picture", (status, "SVG" in message), (400, True))
    status, _ = refusal(lambda: look(PAGE[:300], [Feature.READ]))
    check("cut off", status, 400)
    by_address = lambda url: client().analyze_from_url(url, visual_features=[Feature.READ])
    place = served(PAGE)
    check("by address", len(by_address(place).read.blocks[0].lines), 3)
    status, message = refusal(lambda: by_address(place.replace("127.0.0.1", "localhost")))
    check("by an address in the house", (status, "leads into the house" in message), (400, True))

if STAGE == "all":
    cat = png(Image.fromarray(skimage.data.chelsea()))
    astronaut = png(Image.fromarray(skimage.data.astronaut()))
    every = list(Feature)
    seen = look(cat, every, smart_crops_aspect_ratios=[0.9, 1.33])
    check("a cat", [thing.tags[0].name for thing in seen.objects.list], ["cat"])
    check("its tags", "cat" in [tag.name for tag in seen.tags.list], True)
    check("its caption", "cat" in seen.caption.text, True)
    check("composed, and named so", seen.model_version, "ling-composed-caption")
    check("crops", [crop.aspect_ratio for crop in seen.smart_crops.list], [0.9, 1.33])
    box = seen.smart_crops.list[0].bounding_box
    check("a crop's shape", abs(box.width / box.height - 0.9) < 0.02, True)
    check("nobody", len(seen.people.list), 0)
    check("the whole first", seen.dense_captions.list[0].bounding_box.width, 451)
    seen = look(cat, [Feature.TAGS, Feature.CAPTION], language="zh")
    check("一只猫", "猫" in seen.caption.text and "猫" in [tag.name for tag in seen.tags.list], True)
    check("somebody", len(look(astronaut, [Feature.PEOPLE]).people.list), 1)

sys.exit(bool(failed))
