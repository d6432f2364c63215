// The AI services for programs: keys, where they are, code to copy, and a place to try them.

import { get, post, remove } from "../api.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { ago, number, t, tn } from "../i18n.js";
import { nameForm, rows, shownOnce } from "../rows.js";
import { attempt, problemBox } from "../say.js";
import { snippetsSection } from "../snippets.js";
import { sure } from "../sure.js";
import { pictureSection } from "../try_picture.js";
import { textSection } from "../try_text.js";

/** What there is, and where. */
const SERVICES = [
  ["language", "/language/:analyze-text"], ["conversations", "/language/:analyze-conversations"], ["translator", "/translate"],
  ["vision", "/computervision/imageanalysis:analyze"], ["speech", "/speech"], ["openai", "/openai/v1"],
];

export async function show(root, life) {
  const once = h("div", { role: "status" });
  const keys = h("div", {});
  const snippets = snippetsSection();
  replace(root, h("h1", { tabindex: "-1" }, t("api.title")), h("p", { class: "muted" }, t("api.about")), once,
    section("keys", keys), section("where", endpoints()), section("code", snippets.node), section("text", textSection(life)), section("picture", pictureSection(life)));
  const refresh = async () => {
    try {
      const told = await get("/v1/tokens", { signal: life.signal });
      if (!life.over) replace(keys, keyList(told, refresh, once, snippets));
    } catch (problem) {
      if (!life.over) replace(keys, problemBox(problem, refresh));
    }
  };
  await refresh();
  life.on("again", refresh);
}

function section(name, node) {
  return h("section", { "aria-labelledby": `api-${name}` }, h("h2", { id: `api-${name}` }, t(`api.${name}`)), h("p", { class: "muted" }, t(`api.${name}_about`)), node);
}

function keyList({ tokens, calls_a_minute: limit }, refresh, once, snippets) {
  const may = tokens.filter((token) => token.scope !== "turns");
  return [
    rows(may, (token) => h("li", {}, icon("lock", "lead"),
      h("div", { class: "grow" }, h("strong", {}, token.name), token.scope === "admin" && h("span", { class: "muted" }, t("api.admin")), used(token.usage, limit)),
      iconButton("trash", t("people.revoke", { name: token.name }), async () => {
        if (await sure(t("people.revoke_sure", { name: token.name }), t("people.yes"))) attempt(async () => { await remove(`/v1/tokens/${token.id}`); await refresh(); });
      })), t("api.no_keys")),
    nameForm(t("people.token_name"), null, async (name) => {
      const { secret } = await post("/v1/tokens", { name, scope: "ai" });
      shownOnce(once, t("people.secret_is", { name }), secret);
      snippets.setKey(secret);
      await refresh();
    }),
    h("p", { class: "muted" }, limit ? t("api.limit", { n: number(limit) }) : t("api.no_limit")),
  ];
}

/** What a key was used for since Ling was started. */
function used(usage, limit) {
  if (!usage) return h("span", { class: "muted" }, t("api.unused"));
  const words = [tn("api.calls", usage.calls), usage.last && t("api.last", { when: ago(new Date(usage.last)) })];
  if (limit && usage.left < limit) words.push(t("api.left", { left: number(usage.left) }));
  if (usage.refused) words.push(tn("api.refused", usage.refused));
  return h("span", { class: "muted" }, words.filter(Boolean).join(" · "));
}

function endpoints() {
  return h("div", { class: "panel endpoints" },
    h("p", {}, t("api.endpoint"), " ", h("code", { class: "selectable" }, location.origin)),
    h("dl", {}, SERVICES.map(([name, path]) => [h("dt", {}, t(`api.services.${name}`)), h("dd", {}, h("code", {}, path))])));
}
