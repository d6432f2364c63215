"""Span F1 of what is private, on the synthetic set of presidio-research: ADDRESS KEY [SET].

A span is right when it has the same start, end and kind. The numeric kinds are counted together too.
"""

import collections
import json
import sys
import urllib.request

ADDRESS, KEY = sys.argv[1:3]
SET = sys.argv[3] if len(sys.argv) > 3 else "../shared/data/pii/presidio_synth_dataset_v2.json"
NAMES = {
    "CREDIT_CARD": "CreditCardNumber",
    "PHONE_NUMBER": "PhoneNumber",
    "IBAN_CODE": "InternationalBankingAccountNumber",
    "US_SSN": "USSocialSecurityNumber",
    "IP_ADDRESS": "IPAddress",
    "EMAIL_ADDRESS": "Email",
    "DOMAIN_NAME": "URL",
}
NUMERIC = ["CREDIT_CARD", "PHONE_NUMBER", "IBAN_CODE", "US_SSN", "IP_ADDRESS"]


def ask(texts):
    documents = [{"id": str(n), "text": text, "language": "en"} for n, text in enumerate(texts)]
    body = {"kind": "PiiEntityRecognition", "analysisInput": {"documents": documents}}
    body["parameters"] = {"stringIndexType": "UnicodeCodePoint", "piiCategories": list(NAMES.values())}
    request = urllib.request.Request(f"{ADDRESS}/language/:analyze-text?api-version=2023-04-01", json.dumps(body).encode())
    request.add_header("api-key", KEY)
    answer = json.load(urllib.request.urlopen(request))["results"]
    found = {document["id"]: document["entities"] for document in answer["documents"]}
    return [found.get(str(n), []) for n in range(len(texts))]


rows = json.load(open(SET))
count = collections.defaultdict(lambda: [0, 0, 0])
for at in range(0, len(rows), 20):
    part = rows[at : at + 20]
    for row, entities in zip(part, ask([row["full_text"] for row in part])):
        gold = {(s["start_position"], s["end_position"], NAMES[s["entity_type"]]) for s in row["spans"] if s["entity_type"] in NAMES}
        got = {(e["offset"], e["offset"] + e["length"], e["category"]) for e in entities}
        for name, azure in NAMES.items():
            g, f = ({s for s in spans if s[2] == azure} for spans in (gold, got))
            for n, value in enumerate([len(g & f), len(g), len(f)]):
                count[name][n] += value
        if "--wrong" in sys.argv and gold != got:
            for start, end, name in sorted(gold ^ got):
                print("missed" if (start, end, name) in gold else "wrong", name, repr(row["full_text"][max(0, start - 30) : end + 12]))


def show(name, counts):
    right, gold, got = counts
    precision, recall = right / max(got, 1), right / max(gold, 1)
    print(f"{name:20} {gold:5} spans  P {precision:.3f}  R {recall:.3f}  F1 {2 * right / max(gold + got, 1):.3f}")


for name in NAMES:
    show(name, count[name])
show("numeric kinds", [sum(count[name][n] for name in NUMERIC) for n in range(3)])
