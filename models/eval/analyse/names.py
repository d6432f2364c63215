"""People, places and organisations: span F1 on weibo_ner, cluener2020 and our own sentences: ADDRESS KEY [FOLDER].

Both sets are for measuring only. weibo_ner: names (NAM) of people, places (LOC and GPE) and organisations in its
test part. cluener2020: name, address and organization, company, government in its dev part; its other kinds are
left out. `models/eval/entities` are our own, Mandarin and English. The peer is jieba, for Mandarin. A span is right when start, end and kind are. jieba's tags are nr, ns and nt (pip install jieba).
"""

import collections
import json
import pathlib
import sys
import urllib.request

ADDRESS, KEY = sys.argv[1:3]
FOLDER = sys.argv[3] if len(sys.argv) > 3 else "../shared/data"
KINDS = {"Person": "PER", "Location": "LOC", "Organization": "ORG"}
CLUENER = {"name": "PER", "address": "LOC", "organization": "ORG", "company": "ORG", "government": "ORG"}


def weibo():
    rows, text, spans, start = [], "", [], None
    for line in open(f"{FOLDER}/weibo_ner/weiboNER_2nd_conll.test", encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if start:
                spans.append((start[0], len(text), start[1]))
            if text:
                rows.append((text, spans))
            text, spans, start = "", [], None
            continue
        sign, tag = line.split("\t")
        if start and not tag.startswith("I-"):
            spans.append((start[0], len(text), start[1]))
            start = None
        if tag.startswith("B-") and tag.endswith(".NAM"):
            start = (len(text), tag[2:5].replace("GPE", "LOC"))
        text += sign[0]
    return [(text, {(a, b, kind) for a, b, kind in spans}) for text, spans in rows]


def cluener():
    rows = []
    for line in open(f"{FOLDER}/cluener2020/dev.json", encoding="utf-8"):
        row = json.loads(line)
        spans = {(a, b + 1, CLUENER[kind]) for kind, names in row["label"].items() if kind in CLUENER for places in names.values() for a, b in places}
        rows.append((row["text"], spans))
    return rows


def own(lang):
    path = pathlib.Path(__file__).parent.parent / "entities" / f"{lang}.jsonl"
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    span = lambda e: (e["offset"], e["offset"] + len(e["text"]), KINDS[e["category"]])
    return [(row["text"], {span(e) for e in row["entities"] if e["category"] in KINDS}) for row in rows]


def ours(texts):
    documents = [{"id": str(n), "text": text, "language": "auto"} for n, text in enumerate(texts)]
    body = {"kind": "EntityRecognition", "analysisInput": {"documents": documents}, "parameters": {"stringIndexType": "UnicodeCodePoint"}}
    request = urllib.request.Request(f"{ADDRESS}/language/:analyze-text?api-version=2023-04-01", json.dumps(body).encode())
    request.add_header("api-key", KEY)
    found = {int(document["id"]): document["entities"] for document in json.load(urllib.request.urlopen(request))["results"]["documents"]}
    return [{(e["offset"], e["offset"] + e["length"], KINDS[e["category"]]) for e in found.get(n, []) if e["category"] in KINDS} for n in range(len(texts))]


def jieba(texts):
    import logging

    import jieba.posseg

    jieba.setLogLevel(logging.ERROR)
    tags = {"nr": "PER", "ns": "LOC", "nt": "ORG"}
    all_spans = []
    for text in texts:
        at, spans = 0, set()
        for word, tag in jieba.posseg.cut(text):
            if tag in tags:
                spans.add((at, at + len(word), tags[tag]))
            at += len(word)
        all_spans.append(spans)
    return all_spans


SETS = {"weibo_ner": weibo(), "cluener2020": cluener(), "own Mandarin": own("zh"), "own English": own("en")}
for name, rows in SETS.items():
    peers = {} if name == "own English" else {"jieba": jieba}
    for who, engine in {"Ling": ours, **peers}.items():
        count = collections.Counter()
        for at in range(0, len(rows), 25):
            part = rows[at : at + 25]
            for (_, gold), got in zip(part, engine([text for text, _ in part])):
                for kind in ["PER", "LOC", "ORG"]:
                    g, f = ({s for s in spans if s[2] == kind} for spans in (gold, got))
                    count[kind, "right"] += len(g & f)
                    count[kind, "sum"] += len(g) + len(f)
        f1 = {kind: 2 * count[kind, "right"] / max(count[kind, "sum"], 1) for kind in ["PER", "LOC", "ORG"]}
        whole = 2 * sum(count[k, "right"] for k in f1) / max(sum(count[k, "sum"] for k in f1), 1)
        print(f"{name} {who}: F1 {whole:.3f} (" + ", ".join(f"{k} {v:.3f}" for k, v in f1.items()) + ")")
