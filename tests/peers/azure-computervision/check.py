"""What Azure's older library for pictures (Computer Vision 3.2) gets from Ling: answers, not status codes."""

import http.server
import io
import sys
import threading
import time

import skimage.data
from azure.cognitiveservices.vision.computervision import ComputerVisionClient
from azure.cognitiveservices.vision.computervision.models import (
    ComputerVisionErrorResponseException as Refused,
    ComputerVisionOcrErrorException as OcrRefused,
    Details,
    OperationStatusCodes as Status,
    VisualFeatureTypes as Feature,
)
from msrest.authentication import CognitiveServicesCredentials
from PIL import Image, ImageDraw, ImageFont

ADDRESS, KEY, STAGE = sys.argv[1:4]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
failed = []


def check(what, got, expect):
    if got != expect:
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {expect!r}", file=sys.stderr)


def stream(picture, kind="PNG"):
    """A stream without a length: the library sends it in chunks."""
    out = io.BytesIO()
    picture.save(out, kind)
    out.seek(0)
    return out


def written(*lines, turned=0):
    """A page with these lines."""
    page = Image.new("RGB", (640, 40 + 70 * len(lines)), "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 40)
    for nth, line in enumerate(lines):
        draw.text((30, 20 + 70 * nth), line, "black", font)
    return stream(page.rotate(turned, expand=True))


def client(base="", key=KEY):
    return ComputerVisionClient(ADDRESS + base, CognitiveServicesCredentials(key))


def refusal(call):
    """The code inside and the sentence of a call that is refused."""
    try:
        call()
    except Refused as error:
        inner = error.error.error.innererror
        return (inner.code if inner else error.error.error.code), error.error.error.message
    except OcrRefused as error:
        return error.error.code, error.error.message
    return None, "it was not refused"


def read(picture, cv=None, **options):
    """The way of Microsoft's quick start: ask, take the id from the end of the address, look until it is over."""
    cv = cv or client()
    begun = cv.read_in_stream(picture, raw=True, **options)
    place = begun.headers["Operation-Location"]
    check("where the answer is", place.startswith(cv.config.endpoint + "/vision/v3.2/read/analyzeResults/"), True)
    for _ in range(300):
        result = cv.get_read_result(place.split("/")[-1])
        if result.status not in (Status.running, Status.not_started):
            return result
        time.sleep(0.1)
    raise TimeoutError("the reading is never over")


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


LINES = ["开会时间：下午三点", "Room 305, bring your laptop", "牛奶 milk 12.50"]
PLAIN = [line.replace(" ", "") for line in LINES]
page = lambda **how: written(*LINES, **how)

if STAGE == "nothing":
    code, message = refusal(lambda: client().read_in_stream(page()))
    check("no package", (code, "ling models pull ocr-zh-en" in message), ("404", True))
    code, message = refusal(lambda: client().tag_image_in_stream(page()))
    check("no package for tags", (code, "mobilenet-v2-imagenet" in message), ("404", True))

if STAGE == "read":
    result = read(page())
    check("read", result.status, Status.succeeded)
    sheet = result.analyze_result.read_results[0]
    check("lines", [line.text.replace(" ", "") for line in sheet.lines], PLAIN)
    check("words", [word.text for word in sheet.lines[1].words], ["Room", "305,", "bring", "your", "laptop"])
    check("size", (sheet.page, sheet.width, sheet.height, sheet.unit), (1, 640, 250, "pixel"))
    left, top = sheet.lines[1].bounding_box[:2]
    check("where", (len(sheet.lines[1].bounding_box), 20 < left < 40, 85 < top < 115), (8, True, True))
    check("sure", all(0.5 < word.confidence <= 1 for line in sheet.lines for word in line.words), True)
    check("nothing about handwriting", sheet.lines[0].appearance, None)
    result = read(page(turned=180), client("/t/shop"), language="zh-Hans", reading_order="natural")
    sheet = result.analyze_result.read_results[0]
    check("upside down, below a base", [line.text.replace(" ", "") for line in sheet.lines], PLAIN)
    check("its angle", abs(abs(sheet.angle) - 180) < 2, True)
    together = [client().read_in_stream(written(f"第{n}页 page {n}"), raw=True) for n in range(4)]
    places = [begun.headers["Operation-Location"].split("/")[-1] for begun in together]
    check("an id each", (len(set(places)), [len(place) for place in places]), (4, [36] * 4))
    code, _ = refusal(lambda: client().read_in_stream(io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")))
    check("a drawing", code, "InvalidImageFormat")
    result = read(io.BytesIO(page().getvalue()[:900]))
    check("cut off", result.status, Status.failed)
    code, _ = refusal(lambda: client().read_in_stream(page(), pages=["2"]))
    check("no second page", code, "InvalidPageRange")
    code, _ = refusal(lambda: client().get_read_result("00000000-0000-4000-8000-000000000000"))
    check("no such reading", code, "NotFound")
    code, message = refusal(lambda: client(key="no").tag_image_in_stream(page()))
    check("no key", (code, "subscription key" in message), ("401", True))

    place = served(page().getvalue())
    begun = client().read(place, raw=True)
    check("by address", begun.headers["Operation-Location"][-36:].count("-"), 4)
    old = client().recognize_printed_text(place)
    check("by address, the old shape", len(old.regions[0].lines), 3)
    code, message = refusal(lambda: client().read(place.replace("127.0.0.1", "localhost")))
    check("by an address in the house", (code, "leads into the house" in message), ("InvalidImageUrl", True))
    code, message = refusal(lambda: client().tag_image("gopher://example.com/1"))
    check("by no address", (code, "http://" in message), ("InvalidImageUrl", True))

    old = client().recognize_printed_text_in_stream(page(), language="unk")
    lines = old.regions[0].lines
    check("the old shape", ["".join(word.text for word in line.words) for line in lines], PLAIN)
    check("its language", (old.language, old.orientation), ("zh-Hans", "Up"))
    check("upright boxes", [len(word.bounding_box.split(",")) for word in lines[1].words], [4] * 5)
    old = client().recognize_printed_text_in_stream(written("Bring your laptop", "at nine", turned=180), language="en")
    check("upside down", (old.language, old.orientation, abs(old.text_angle) < 0.05), ("en", "Down", True))
    code, message = refusal(lambda: client().recognize_printed_text_in_stream(io.BytesIO(b"no picture")))
    check("the old shape of errors", (code, "text" in message), ("InvalidImageFormat", True))

if STAGE == "all":
    cat, rocket = Image.fromarray(skimage.data.chelsea()), Image.fromarray(skimage.data.rocket())
    astronaut = Image.fromarray(skimage.data.astronaut())
    seen = client().tag_image_in_stream(stream(cat, "JPEG"))
    check("tags of a cat", "cat" in [tag.name for tag in seen.tags], True)
    check("about the file", (seen.metadata.width, seen.metadata.height, seen.metadata.format), (451, 300, "Jpeg"))
    seen = client().tag_image_in_stream(stream(cat, "JPEG"), language="zh")
    check("猫的标签", "猫" in [tag.name for tag in seen.tags], True)
    seen = client().detect_objects_in_stream(stream(cat))
    check("a cat", [thing.object_property for thing in seen.objects], ["cat"])
    box = seen.objects[0].rectangle
    check("where", (0 <= box.x < 120 and box.w > 250, box.x + box.w <= 451, box.y + box.h <= 300), (True,) * 3)
    for language, word in [("en", "cat"), ("zh", "猫")]:
        told = client().describe_image_in_stream(stream(cat), max_candidates=1, language=language)
        check(f"a sentence, {language}", (word in told.captions[0].text, word in told.tags), (True, True))
    every = [Feature.tags, Feature.description, Feature.objects, Feature.faces, Feature.color]
    for language, person in [("en", "person"), ("zh", "人")]:
        seen = client().analyze_image_in_stream(stream(astronaut), every, language=language)
        check(f"somebody, {language}", person in [thing.object_property for thing in seen.objects], True)
        check(f"in words, {language}", person in seen.description.tags, True)
    face = seen.faces[0].face_rectangle
    check("one face", (len(seen.faces), seen.faces[0].age), (1, None))
    check("her face", (150 < face.left < 220, 60 < face.top < 120, 50 < face.width < 140), (True,) * 3)
    check("nothing made up", (seen.adult, seen.categories, seen.brands, seen.image_type), (None,) * 4)
    for name in [Feature.adult, Feature.brands, Feature.categories, Feature.image_type]:
        code, message = refusal(lambda: client().analyze_image_in_stream(stream(cat), [name]))
        check(f"{name} is refused", (code, "makes up no scores" in message), ("NotSupportedVisualFeature", True))
    code, message = refusal(lambda: client().analyze_image_in_stream(stream(cat), [Feature.tags], [Details.celebrities]))
    check("no celebrities", (code, "famous people" in message), ("NotSupportedVisualFeature", True))
    code, message = refusal(lambda: client().analyze_image_by_domain_in_stream("landmarks", stream(cat)))
    check("no landmarks", (code, "no landmarks" in message), ("404", True))
    check("no domains", client().list_models().models_property, [])
    code, _ = refusal(lambda: client().tag_image_in_stream(stream(cat), language="fr"))
    check("a language", code, "NotSupportedLanguage")

    half = Image.new("RGB", (300, 200), "white")
    half.paste((200, 20, 30), (0, 0, 300, 150))
    colour = client().analyze_image_in_stream(stream(half), [Feature.color]).color
    check("colours", (colour.dominant_colors, colour.is_bw_img), (["Red", "White"], False))
    check("the liveliest", colour.accent_color, "C8141E")
    grey = client().analyze_image_in_stream(stream(half.convert("L")), [Feature.color]).color
    check("black and white", grey.is_bw_img, True)

    wide = Image.new("RGB", (1600, 500), "white")
    wide.paste(astronaut.crop((120, 0, 420, 500)), (1250, 0))
    area = client().get_area_of_interest_in_stream(stream(wide)).area_of_interest
    check("the area of interest", area.x > 1100 and area.w < 500, True)
    small = {}
    for smart in [True, False]:
        pieces = client().generate_thumbnail_in_stream(120, 90, stream(wide), smart_cropping=smart)
        small[smart] = Image.open(io.BytesIO(b"".join(pieces)))
    check("their size", [picture.size for picture in small.values()], [(120, 90)] * 2)
    light = lambda picture: sum(picture.convert("L").tobytes()) / (120 * 90)
    check("the clever one shows her", (light(small[True]) < 200, light(small[False]) > 240), (True, True))
    tiny = client().generate_thumbnail_in_stream(64, 48, stream(half.resize((12, 8))))
    check("enlarged", Image.open(io.BytesIO(b"".join(tiny))).size, (64, 48))

sys.exit(bool(failed))
