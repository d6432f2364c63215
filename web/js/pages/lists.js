// Lists: one after another, or one with what is on it.

import { call, get, patch, post, remove, wish } from "../api.js";
import { h, icon, iconButton, replace } from "../dom.js";
import { listName, number, t } from "../i18n.js";
import { announce, attempt, emptyBox, gone, problemBox } from "../say.js";

export async function show(root, life, [wanted]) {
  const place = h("div", {});
  replace(root, place);
  let busy = false;
  const refresh = async () => {
    if (busy) return;
    busy = true;
    try {
      const { lists } = await get("/v1/lists", { signal: life.signal });
      lists.forEach((list) => { list.name = listName(list); });
      const list = wanted && lists.find((one) => one.id === wanted);
      if (list) {
        const { items } = await get(`/v1/lists/${encodeURIComponent(list.id)}/items`, { signal: life.signal });
        if (!life.over) drawOne(place, list, items, refresh);
      } else if (!life.over) drawAll(place, lists, refresh);
    } catch (problem) {
      if (!life.over) replace(place, h("h1", { tabindex: "-1" }, t("lists.title")), problemBox(problem, refresh));
    } finally { busy = false; }
  };
  await refresh();
  life.on("lists again turn", refresh);
}

const create = (path, body) => call("POST", path, body, { headers: { "idempotency-key": wish() } });

/** Replaces the page but keeps what is being typed. */
function redraw(place, ...children) {
  const typed = place.querySelector("input[name=new]");
  const [words, focused] = [typed?.value ?? "", document.activeElement === typed];
  replace(place, ...children);
  const fresh = place.querySelector("input[name=new]");
  if (!fresh) return;
  fresh.value = words;
  if (focused) fresh.focus();
}

function adder(label, button, add) {
  const input = h("input", { name: "new", type: "text", maxlength: "200", autocomplete: "off", enterkeyhint: "done", placeholder: label, "aria-label": label });
  return h("form", { class: "inline-form", onsubmit: (event) => {
    event.preventDefault();
    const words = input.value.trim();
    if (words) attempt(async () => { input.value = ""; await add(words); });
  } }, input, h("button", { class: "primary", type: "submit" }, icon("plus"), button));
}

function drawAll(place, lists, refresh) {
  redraw(place, h("h1", { tabindex: "-1" }, t("lists.title")),
    adder(t("lists.new"), t("lists.make"), async (name) => { await create("/v1/lists", { name }); await refresh(); }),
    lists.length ? h("ul", { class: "panel rows" }, lists.map((list) => h("li", {}, icon("list", "lead"),
      h("a", { class: "grow row-link", href: `#/lists/${encodeURIComponent(list.id)}` }, h("strong", {}, list.name), h("span", { class: "muted" }, t("lists.open", { n: number(list.open) }))),
      list.kind === "own" && iconButton("trash", t("lists.remove", { name: list.name }), () => {
        const path = `/v1/lists/${encodeURIComponent(list.id)}`;
        attempt(async () => {
          await remove(path);
          gone(t("deleted", { what: list.name }), async () => { await post(`${path}/restore`); await refresh(); });
          await refresh();
        });
      })))) : emptyBox(t("lists.none")));
}

function drawOne(place, list, items, refresh) {
  const path = `/v1/lists/${encodeURIComponent(list.id)}/items`;
  const [open, done] = [items.filter((item) => !item.done), items.filter((item) => item.done)];
  redraw(place,
    h("p", { class: "back" }, h("a", { href: "#/lists" }, t("lists.all"))),
    h("h1", { tabindex: "-1" }, list.name),
    adder(t("lists.add_what"), t("add"), async (words) => {
      const texts = words.split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean);
      await create(path, { texts });
      announce(t("lists.added", { what: texts.join(t("comma")) }));
      await refresh();
    }),
    items.length ? null : emptyBox(t("lists.empty")),
    open.length > 0 && h("ul", { class: "panel rows", "aria-label": list.name }, open.map((item) => row(item, refresh))),
    done.length > 0 && [h("h2", {}, t("lists.done")), h("ul", { class: "panel rows" }, done.map((item) => row(item, refresh)))]);
}

function row(item, refresh) {
  const path = `/v1/items/${encodeURIComponent(item.id)}`;
  const box = h("input", { type: "checkbox", checked: item.done, onchange: () => attempt(async () => { await patch(path, { done: box.checked }); }).then(refresh) });
  return h("li", { class: item.done ? "done" : "" },
    h("label", { class: "grow tick-label" }, box, h("span", {}, item.text)),
    iconButton("close", t("lists.take_off", { what: item.text }), () => attempt(async () => {
      await remove(path);
      gone(t("lists.taken_off", { what: item.text }), async () => { await post(`${path}/restore`); await refresh(); });
    }).then(refresh)));
}
