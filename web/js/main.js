// The frame around the pages: navigation, language, colours, signing in.

import { h, icon, iconButton, replace } from "./dom.js";
import * as events from "./events.js";
import * as i18n from "./i18n.js";
import { Life } from "./life.js";
import { startPlayer } from "./player.js";
import { startRings } from "./ring.js";
import { explain, silence, toast } from "./say.js";
import { readSetup } from "./setup.js";
import { remembered, rememberWord, rememberedWord } from "./store.js";
import { aloud, setAloud } from "./speak.js";
import { showSignIn } from "./pages/signin.js";

const { t } = i18n;
const PAGES = [
  ["talk", "talk"], ["house", "house"], ["dues", "alarm"], ["lists", "list"], ["calendar", "calendar"],
  ["music", "music"], ["people", "people"], ["happened", "happened"], ["api", "api"], ["settings", "settings"],
];
/** Pages that only grown-ups have. */
const GROWN_UP = ["people", "happened", "api", "settings"];
/** Pages that a phone shows in its bar; the rest is behind "more". */
const BAR = ["talk", "house", "dues", "lists"];

let life = new Life();
let out = false;

const pages = () => PAGES.filter(([name]) => !GROWN_UP.includes(name) || !remembered("child", false));
const main = () => document.getElementById("main");
const wanted = () => {
  const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  const known = name === "more" || PAGES.some(([page]) => page === name);
  return { name: known ? name : "talk", rest: rest.map(decodeURIComponent) };
};

function frame() {
  document.getElementById("skip").textContent = t("skip");
  replace(document.getElementById("top"), ...brand());
  const nav = document.getElementById("nav");
  nav.setAttribute("aria-label", t("nav.label"));
  replace(nav, h("ul", {},
    pages().map(([name, drawing]) => h("li", { class: BAR.includes(name) ? "" : "wide-only" }, link(name, drawing))),
    h("li", { class: "narrow-only" }, link("more", "more"))));
}

function link(name, drawing) {
  return h("a", { href: `#/${name}`, "data-page": name }, icon(drawing), h("span", {}, t(`nav.${name}`)));
}

function brand() {
  const other = i18n.lang() === "zh" ? "en" : "zh";
  const theme = rememberedWord("theme") ?? "auto";
  const [next, drawing] = { auto: ["light", "auto"], light: ["dark", "sun"], dark: ["auto", "moon"] }[theme] ?? ["auto", "auto"];
  const named = t("theme.button", { now: t(`theme.${theme}`), next: t(`theme.${next}`) });
  return [
    h("a", { class: "brand", href: "#/talk" }, h("img", { src: "/icon.svg", alt: "", width: "28", height: "28" }), h("span", {}, t("brand"))),
    h("p", { class: "offline", id: "offline", hidden: events.connected() || out }, t("reconnecting")),
    out ? null : soundButton(),
    h("button", { type: "button", class: "icon-button", "aria-label": named, title: named, id: "theme", onclick: () => {
      rememberWord("theme", next === "auto" ? null : next);
      dispatchEvent(new Event("ling-theme"));
      frame();
      mark();
      document.getElementById("theme").focus();
    } }, icon(drawing)),
    h("button", { type: "button", class: "lang", lang: other === "zh" ? "zh" : "en", id: "lang", onclick: async () => {
      await i18n.choose(other);
      await route();
      dispatchEvent(new Event("ling-lang"));
      document.getElementById("lang").focus();
    } }, other === "zh" ? "中文" : "English"),
  ];
}

/** Whether answers are read aloud. */
function soundButton() {
  const words = t(aloud() ? "talk.aloud" : "talk.silent");
  return iconButton(aloud() ? "sound" : "quiet", words, () => {
    setAloud(!aloud());
    frame();
    mark();
    document.getElementById("sound").focus();
  }, { id: "sound", "aria-pressed": String(aloud()) });
}

function mark() {
  const { name } = wanted();
  const bar = BAR.includes(name) ? name : "more";
  for (const item of document.querySelectorAll("#nav a")) {
    const here = item.dataset.page === name || (item.dataset.page === "more" && bar === "more");
    if (here) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }
}

function more() {
  const rest = pages().filter(([name]) => !BAR.includes(name));
  replace(main(), h("h1", { tabindex: "-1" }, t("nav.more")),
    h("ul", { class: "more" }, rest.map(([name, drawing]) => h("li", {}, link(name, drawing)))));
}

async function route(moved = false) {
  life.end();
  silence();
  life = new Life();
  const mine = life;
  frame();
  mark();
  const { name, rest } = wanted();
  document.title = `${t(`nav.${name}`)} · ${t("brand")}`;
  main().className = `page-${name}`;
  replace(main());
  if (out) showSignIn(main());
  else if (name === "more") more();
  else {
    try {
      const page = await import(`./pages/${name}.js`);
      if (mine.over) return;
      await page.show(main(), mine, rest);
    } catch (problem) {
      if (mine.over) return;
      console.error(problem);
      replace(main(), h("h1", {}, t(`nav.${name}`)), h("p", { class: "empty" }, explain(problem)));
    }
  }
  if (moved && !mine.over) {
    scrollTo(0, 0);
    // Whoever is about to stop what rings keeps the button.
    if (!document.activeElement?.closest("dialog.ring")) (main().querySelector("h1") ?? main()).focus({ preventScroll: true });
  }
}

function signedOut() {
  if (out) return;
  out = true;
  events.stop();
  route();
}

async function house() {
  try {
    await readSetup();
    frame();
    mark();
  } catch { /* the page says so where it matters */ }
}

async function start() {
  await i18n.start();
  addEventListener("hashchange", () => route(true));
  addEventListener("ling-out", signedOut);
  events.on("connection", (up) => { const note = document.getElementById("offline"); if (note) note.hidden = up || out; });
  events.on("newer", newer);
  events.on("settings", house);
  await house();
  if (!out) {
    events.listen();
    startRings();
    startPlayer();
  }
  await route();
}

function newer() {
  const typing = document.querySelector("#say")?.value || document.querySelector("dialog[open]");
  if (typing) toast(t("newer"), { name: t("reload"), run: () => location.reload() });
  else location.reload();
}

addEventListener("ling-redraw", () => route());
start();
