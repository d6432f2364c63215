// Trying the vision service on a picture of one's own: boxes are drawn on it. It goes to Ling and nowhere else.

import { call } from "./api.js";
import { h, replace, s } from "./dom.js";
import { lang, number, t } from "./i18n.js";
import { announce, explain } from "./say.js";

/** What is asked, one request each: a package that is missing takes only its own part away. */
const ASKED = [["read", "read"], ["things", "objects,people"], ["tags", "tags,caption"]];
const BYTES_MAX = 20 * 1024 * 1024;

export function pictureSection(life) {
  const place = h("div", { class: "picture" });
  const found = h("div", { role: "status", class: "found" });
  const input = h("input", { type: "file", accept: "image/*", "aria-label": t("api.your_picture"), onchange: () => input.files[0] && look(input.files[0]) });
  let address = null;
  life.until(() => address && URL.revokeObjectURL(address));
  const look = async (file) => {
    if (address) URL.revokeObjectURL(address);
    replace(place);
    if (file.size > BYTES_MAX) return replace(found, h("p", {}, t("api.too_large")));
    address = URL.createObjectURL(file);
    replace(found, h("p", { class: "muted" }, t("api.looking")));
    const told = await Promise.all(ASKED.map(async ([name, features]) => [name, await ask(file, features, life)]));
    if (life.over) return undefined;
    const seen = Object.assign({}, ...told.map(([, answer]) => answer.seen ?? {}));
    if (seen.metadata) replace(place, drawing(address, seen, file.name));
    replace(found, words(seen), told.map(([name, { problem }]) => problem && h("p", { class: "muted" }, t(`api.parts.${name}`), ": ", explainPart(problem))));
    return announce(found.textContent);
  };
  return h("div", { class: "panel try" }, input, place, found);
}

async function ask(file, features, life) {
  const path = `/computervision/imageanalysis:analyze?api-version=2023-10-01&features=${features}&language=${lang()}`;
  try {
    return { seen: await call("POST", path, file, { signal: life.signal, headers: { "content-type": "application/octet-stream" } }) };
  } catch (problem) {
    return { problem };
  }
}

/** A part that is not there says which package it needs. */
const explainPart = (problem) => (problem.absent && problem.message ? problem.message : explain(problem));

function drawing(address, seen, name) {
  const { width, height } = seen.metadata;
  const line = Math.max(width, height) / 300;
  const boxes = [];
  const box = ({ x, y, w, h: high }, kind, label) => boxes.push(
    s("rect", { x, y, width: w, height: high, class: kind, "stroke-width": line }),
    label && s("text", { x: x + line * 2, y: Math.max(y + line * 7, line * 7), class: kind, "font-size": line * 7 }, label));
  for (const block of seen.readResult?.blocks ?? []) {
    for (const { boundingPolygon } of block.lines) {
      boxes.push(s("polygon", { points: boundingPolygon.map(({ x, y }) => `${x},${y}`).join(" "), class: "line", "stroke-width": line / 2 }));
    }
  }
  for (const { boundingBox, tags } of seen.objectsResult?.values ?? []) box(boundingBox, "thing", tags[0]?.name);
  for (const { boundingBox } of seen.peopleResult?.values ?? []) box(boundingBox, "person");
  return s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": t("api.boxes", { name }) }, s("image", { href: address, width, height }), boxes);
}

function words(seen) {
  const lines = (seen.readResult?.blocks ?? []).flatMap((block) => block.lines.map((line) => line.text));
  const tags = (seen.tagsResult?.values ?? []).map(({ name, confidence }) => `${name} ${number(confidence, { style: "percent" })}`);
  const things = (seen.objectsResult?.values ?? []).map(({ tags: [tag] }) => tag?.name).filter(Boolean);
  const rows = [
    ["caption", seen.captionResult?.text], ["tags", tags.join(t("comma"))], ["things", things.join(t("comma"))], ["read", lines.join("\n")],
  ];
  return h("dl", { class: "seen" }, rows.filter(([, text]) => text).map(([name, text]) => [h("dt", {}, t(`api.parts.${name}`)), h("dd", {}, text)]));
}
