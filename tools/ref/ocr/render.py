#!/usr/bin/env python3
"""Draws pictures with text in them, for which the text is known.

    pip install pillow numpy
    apt-get install fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei fonts-dejavu fonts-arphic-uming fonts-liberation
    tools/ref/ocr/render.py FOLDER [--pictures 12]

Each kind of picture is drawn `--pictures` times in the fonts used while tuning, and half as often in two fonts that
never were. The sentences are those of the skills' cases. FOLDER/truth.jsonl has a line a picture: file, kind, fonts,
turned (degrees, clockwise) and the rows of text from the top.
"""
import argparse
import json
import random
import re
import tomllib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).resolve().parents[3]
FONTS = Path("/usr/share/fonts")
TUNED = {
    "zh": [
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "opentype/noto/NotoSansCJK-Bold.ttc",
        "opentype/noto/NotoSerifCJK-Regular.ttc",
        "truetype/wqy/wqy-zenhei.ttc",
        "truetype/wqy/wqy-microhei.ttc",
    ],
    "en": [
        "truetype/dejavu/DejaVuSans.ttf",
        "truetype/dejavu/DejaVuSerif.ttf",
        "truetype/dejavu/DejaVuSansMono.ttf",
        "opentype/noto/NotoSansCJK-Regular.ttc",
    ],
}
UNSEEN = {"zh": ["truetype/arphic/uming.ttc"], "en": ["truetype/liberation/LiberationSerif-Regular.ttf"]}
SHOPS = {
    "zh": ["阳光便利店", "老街面馆", "清泉茶室", "百味超市"],
    "en": ["GREEN GROCER", "Corner Bakery", "City Books"],
    "mixed": ["百味超市 Supermarket", "老街 Noodles", "CITY 书店"],
}
GOODS = {
    "zh": "纯牛奶 鸡蛋 全麦面包 苹果 香蕉 西红柿 大米 酱油 洗衣液 牙膏 电池 面条 橙汁 酸奶 豆腐 咖啡".split(),
    "en": "Milk|Eggs 12 pack|Rye bread|Apples|Bananas|Tomatoes|Rice 5kg|Soy sauce|Soap|AA batteries|Noodles|Coffee".split("|"),
}
SIGNS = {
    "zh": ["禁止停车", "小心地滑", "出口", "请勿吸烟", "营业中", "电梯维修", "推门请进", "消防通道", "前方施工 请绕行"],
    "en": ["NO PARKING", "EXIT", "Mind the step", "OPEN", "WET FLOOR", "Please ring the bell", "DETOUR AHEAD"],
    "mixed": ["出口 EXIT", "小心台阶 Mind the step", "停车场 P2", "咖啡 COFFEE 全场8折", "卫生间 TOILET", "请排队 Queue here"],
}


def sentences():
    """What people say to the skills, by language."""
    found = {"zh": [], "en": [], "mixed": []}
    for path in sorted((ROOT / "crates/skills/src").glob("*/cases.toml")):
        for cases in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for case in cases:
                said = case.get("said", "") if isinstance(case, dict) else ""
                chinese, latin = re.search(r"[\u4e00-\u9fff]", said), re.search(r"[A-Za-z]{2}", said)
                kind = "mixed" if chinese and latin else "zh" if chinese else "en"
                if 8 <= len(said) <= 60 and re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9 ,.?!:'，。？！：-]+", said):
                    found[kind].append(said)
    return found


class Draw:
    """One picture in the making."""

    def __init__(self, chance, fonts, lang):
        self.chance = chance
        self.file = chance.choice(fonts["en" if lang == "en" else "zh"])
        self.rows = []

    def font(self, size):
        return ImageFont.truetype(str(FONTS / self.file), size)

    def page(self, width, height, paper="white"):
        self.image = Image.new("RGB", (width, height), paper)
        self.pen = ImageDraw.Draw(self.image)

    def row(self, y, parts, size, ink="black"):
        """Writes (x, text) parts of one row."""
        font = self.font(size)
        for x, text in parts:
            self.pen.text((x, y), text, font=font, fill=ink)
        self.rows.append(" ".join(text for _, text in parts))

    def width(self, text, size):
        return self.pen.textlength(text, font=self.font(size))


def wrapped(draw, text, size, most):
    """The text in rows no wider than `most`; Chinese breaks anywhere, English at spaces."""
    rows, row = [], ""
    for piece in re.findall(r"[A-Za-z0-9'.,?!:-]+ ?|.", text):
        if row and draw.width(row + piece, size) > most:
            rows.append(row.strip())
            row = ""
        row += piece
    return [row for row in [*rows, row.strip()] if row]


def document(draw, pool, size, paper="white", ink="black", width=900, n_rows=14):
    draw.page(width, int(n_rows * size * 1.75) + 80, paper)
    y, rows = 40, []
    while len(rows) < n_rows:
        said = " ".join(draw.chance.sample(pool, 3))
        rows += wrapped(draw, said, size, width - 100)
    for row in rows[:n_rows]:
        draw.row(y, [(50, row)], size, ink)
        y += int(size * 1.75)


def money(chance):
    return f"{chance.randint(1, 199)}.{chance.choice(['00', '50', '90', '80', '25'])}"


def receipt(draw, lang):
    chance, size = draw.chance, 24
    draw.page(520, 900, (248, 246, 240))
    ink = (60, 60, 64)
    shop = chance.choice(SHOPS[lang])
    draw.row(30, [(140, shop)], 32, ink)
    date = f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} {chance.randint(8, 21):02}:{chance.randint(10, 59)}"
    draw.row(90, [(40, ("日期: " if lang != "en" else "Date: ") + date)], size, ink)
    y, goods = 150, GOODS["en" if lang == "en" else "zh"] + (GOODS["en"] if lang == "mixed" else [])
    for name in chance.sample(goods, 9):
        draw.row(y, [(40, name), (260, f"x{chance.randint(1, 6)}"), (390, money(chance))], size, ink)
        y += 48
    total = {"zh": "合计", "en": "TOTAL", "mixed": "合计 TOTAL"}[lang]
    draw.row(y + 20, [(40, total), (370, "¥" + money(chance))], 30, ink)
    draw.row(y + 90, [(40, "谢谢惠顾 欢迎再来" if lang != "en" else "Thank you, come again")], size, ink)
    noise(draw, 10)


def invoice(draw, lang):
    chance = draw.chance
    draw.page(1000, 640)
    draw.row(30, [(340, "增值税普通发票" if lang != "en" else "INVOICE 2026-118")], 40, (150, 30, 30))
    for n, text in enumerate(["名称", "单价", "金额"] if lang != "en" else ["Item", "Price", "Amount"]):
        draw.pen.text((60 + n * 330, 120), text, font=draw.font(26), fill="black")
    draw.rows.append("名称 单价 金额" if lang != "en" else "Item Price Amount")
    for n in range(7):
        y = 170 + n * 50
        draw.pen.line((40, y, 960, y), fill=(120, 120, 120))
        if n < 6:
            name = chance.choice(GOODS["en" if lang == "en" else "zh"])
            draw.row(y + 9, [(60, name), (390, money(chance)), (720, money(chance))], 26)
    total = "价税合计" if lang != "en" else "TOTAL"
    draw.row(550, [(60, total), (720, "¥" + money(chance))], 30)


def sign(draw, lang):
    chance = draw.chance
    paper, ink = chance.choice([((20, 90, 50), "white"), ((200, 30, 40), "white"), ((250, 210, 40), "black"), ((30, 60, 150), "white")])
    draw.page(900, 560, (150, 155, 160))
    draw.pen.rectangle((90, 90, 810, 470), fill=paper)
    for n, text in enumerate(chance.sample(SIGNS[lang], 2)):
        size = min(84, int(84 * 620 / max(620, draw.width(text, 84))))
        draw.row(140 + n * 160, [(140, text)], size, ink)
    slant(draw)


def slant(draw):
    """Seen from the side."""
    width, height = draw.image.size
    by = lambda most: draw.chance.uniform(0.02, most)
    to = [(width * by(0.12), height * by(0.12)), (width * (1 - by(0.04)), height * by(0.06)),
          (width * (1 - by(0.10)), height * (1 - by(0.10))), (width * by(0.06), height * (1 - by(0.04)))]
    rows, right = [], []
    for (x, y), (u, v) in zip(to, [(0, 0), (width, 0), (width, height), (0, height)]):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    way = np.linalg.solve(np.array(rows), np.array(right))
    draw.image = draw.image.transform((width, height), Image.PERSPECTIVE, way, Image.BICUBIC, fillcolor=(150, 155, 160))
    noise(draw, 6)


def noise(draw, by):
    pixels = np.asarray(draw.image).astype(np.float32)
    dice = np.random.default_rng(draw.chance.getrandbits(32))
    draw.image = Image.fromarray(np.clip(pixels + dice.normal(0, by, pixels.shape), 0, 255).astype(np.uint8))


def skewed(draw, pool):
    document(draw, pool, 28, n_rows=10)
    angle = draw.chance.choice([-1, 1]) * draw.chance.uniform(3, 12)
    draw.image = draw.image.rotate(-angle, Image.BICUBIC, expand=True, fillcolor="white")
    return angle


def poor(draw, pool):
    document(draw, pool, 26, paper=(228, 224, 214), ink=(70, 66, 60), n_rows=10)
    draw.image = draw.image.filter(ImageFilter.GaussianBlur(draw.chance.uniform(0.6, 1.1)))
    noise(draw, draw.chance.uniform(8, 16))


def picture(kind, lang, fonts, chance, said):
    """A drawing and by how much it is turned."""
    draw, pool = Draw(chance, fonts, lang), said[lang]
    turned = 0
    if kind == "document":
        document(draw, pool, chance.choice([24, 28, 32]))
    elif kind == "small":
        document(draw, pool, chance.choice([13, 14, 15]), width=560, n_rows=16)
    elif kind == "dark":
        document(draw, pool, 26, paper=(24, 26, 32), ink=(220, 222, 228), n_rows=10)
    elif kind == "skew":
        turned = skewed(draw, pool)
    elif kind == "receipt":
        receipt(draw, lang)
    elif kind == "invoice":
        invoice(draw, lang)
    elif kind == "sign":
        sign(draw, lang)
    elif kind == "poor":
        poor(draw, pool)
    elif kind == "upside-down":
        document(draw, pool, 28, n_rows=9)
        draw.image, turned = draw.image.rotate(180), 180
    return draw, turned


KINDS = ["document", "small", "dark", "skew", "receipt", "invoice", "sign", "poor", "upside-down"]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--pictures", type=int, default=12, help="of each kind; half as many more in unseen fonts")
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    said = sentences()
    with open(options.folder / "truth.jsonl", "w", encoding="utf-8") as truth:
        for kind in KINDS:
            for n in range(options.pictures + options.pictures // 2):
                unseen = n >= options.pictures
                fonts, lang = (UNSEEN if unseen else TUNED), ["zh", "en", "mixed"][n % 3]
                draw, turned = picture(kind, lang, fonts, random.Random(f"{kind} {n}"), said)
                end = "jpg" if kind in ("receipt", "sign", "poor", "skew") else "png"
                name = f"{kind}-{n:02}-{lang}{'-unseen' if unseen else ''}.{end}"
                draw.image.save(options.folder / name, quality=40 if kind == "poor" else 85)
                line = {"file": name, "kind": kind, "lang": lang, "unseen": unseen, "turned": turned, "rows": draw.rows}
                print(json.dumps(line, ensure_ascii=False), file=truth)


if __name__ == "__main__":
    main()
