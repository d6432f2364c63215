// A field for a town: what Ling knows is offered while one types, and brings its zone and its place along.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { lang } from "./i18n.js";

const WAIT_MS = 120;

/** The name of a town in the page's language. */
export const townName = (town) => town[lang()] ?? town.en;

const same = (one, other) => one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;

/** An input and its offers; `chosen(town)` hears of each town that is meant, or of `null` for one that is not known. */
export function townField(id, value, chosen) {
  const offers = h("datalist", { id: `${id}-towns` });
  const input = h("input", { id, type: "text", value, maxlength: "100", autocomplete: "off", spellcheck: "false", list: `${id}-towns` });
  let timer = 0;
  let round = 0;
  const look = async () => {
    const words = input.value.trim();
    const mine = ++round;
    const { towns } = words ? await get(`/v1/towns?${new URLSearchParams({ q: words })}`).catch(() => ({ towns: [] })) : { towns: [] };
    if (mine !== round) return;
    replace(offers, towns.map((town) => h("option", { value: townName(town), label: `${town.zh} · ${town.en} · ${town.zone}` })));
    const meant = towns.find((town) => same(town.zh, words) || same(town.en, words));
    chosen(meant ?? null, words);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT_MS); });
  return [input, offers];
}
