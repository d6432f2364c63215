"""What the assistant says about photos: check.py ADDRESS TOKEN STAGE."""

import io
import json
import sys
import urllib.parse
import urllib.request

import skimage.data
from PIL import Image, ImageDraw, ImageFont

ADDRESS, TOKEN, STAGE = sys.argv[1:4]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
failed = []


def check(what, got, *parts):
    if not all(part in got for part in parts):
        failed.append(what)
        print(f"FAILED {what}\n  got      {got!r}\n  expected {parts!r}", file=sys.stderr)


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def page(*rows):
    """A sheet of rows; what stands behind a bar is at the right."""
    sheet = Image.new("RGB", (640, 60 + 64 * len(rows)), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 36)
    for nth, row in enumerate(rows):
        left, _, right = row.partition("|")
        draw.text((30, 30 + 64 * nth), left, "black", font)
        draw.text((600 - draw.textlength(right, font), 30 + 64 * nth), right, "black", font)
    return png(sheet)


def ask(text=None, picture=None, **how):
    how = ({"text": text} if text else {}) | how
    if picture is None:
        request = urllib.request.Request(f"{ADDRESS}/v1/turns", json.dumps(how).encode())
    else:
        request = urllib.request.Request(f"{ADDRESS}/v1/turns?{urllib.parse.urlencode(how)}", picture)
    request.add_header("Content-Type", "application/json" if picture is None else "image/png")
    request.add_header("Authorization", f"Bearer {TOKEN}")
    reply = json.load(urllib.request.urlopen(request))["reply"]
    return reply.get("show") or reply["say"]


receipt = page("便民超市", "牛奶 x2|12.50", "面包|6.00", "合计|￥18.50")
invoice = page("INVOICE", "Desk lamp|40.00", "Tax|4.00", "TOTAL|$44.00")
paper = page("购物清单", "1. 牛奶", "2. 鸡蛋", "- bread")

if STAGE == "nothing":
    check("要装什么", ask("念给我听", receipt), "ocr-zh-en")
    check("what to fetch", ask("read this to me", invoice), "ocr-zh-en")

if STAGE == "read":
    check("多少钱", ask("这张发票多少钱", receipt), "¥18.50")
    check("how much", ask("how much is this invoice", invoice, conversation="a"), "$44.00")
    check("more about it", ask("read this to me", conversation="a"), "Desk lamp", "TOTAL")
    check("nothing of another's", ask("read this to me", conversation="b"), "no picture")
    check("念", ask("念给我听", paper), "牛奶", "bread")
    check("mixed", ask("这个receipt多少钱", receipt), "¥18.50")
    check("on the list", ask("add what's on this list to my shopping list", paper, conversation="c"), "牛奶", "鸡蛋", "bread")
    check("undone", ask("undo", conversation="c"), "took them off")
    check("清单", ask("把这张清单上的东西加到购物清单", paper), "牛奶", "bread")
    check("没有图", ask("念给我听"), "没有看到图片")
    check("no picture", ask("what does the sign say", b"no picture"), "cannot open")

if STAGE == "all":
    cat = png(Image.fromarray(skimage.data.chelsea()))
    check("这是什么", ask("这是什么", cat), "猫")
    check("what is this", ask("what is this", cat), "a cat")
    check("nothing asked", ask(None, cat, lang="en"), "a cat")
    check("什么都没问", ask(None, cat, lang="zh"), "猫")

sys.exit(bool(failed))
