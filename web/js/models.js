// Model packages: what each is, under which licence, and fetching it with one press.

import { get, post, remove } from "./api.js";
import { h, replace } from "./dom.js";
import { lang, number, t } from "./i18n.js";
import { announce, attempt, problemBox } from "./say.js";
import { sure } from "./sure.js";

const megabytes = (bytes) => number(bytes / 1e6, { style: "unit", unit: "megabyte", maximumFractionDigits: bytes < 1e7 ? 1 : 0 });

/** The part of the settings that shows them. It is filled when the list has come. */
export function modelsSection(life) {
  const place = h("div", { class: "models" });
  const rows = new Map();
  const refresh = async () => {
    try {
      const { models } = await get("/v1/models", { signal: life.signal });
      if (life.over) return;
      rows.clear();
      replace(place, models.map((model) => {
        const row = new Row(model, refresh);
        rows.set(model.name, row);
        return row.node;
      }));
    } catch (problem) {
      if (!life.over) replace(place, problemBox(problem, refresh));
    }
  };
  life.on("model", (told) => rows.get(told.name)?.told(told));
  life.on("again", refresh);
  refresh();
  return h("section", { class: "panel settings", id: "section-models", "aria-labelledby": "models-title" },
    h("h2", { id: "models-title" }, t("models.title")), h("p", { class: "muted" }, t("models.about")), place);
}

/** One package that is missing here: what it is, how large, its licence, and a button. `ready` runs when it has come. */
export function offer(name, life, ready) {
  const place = h("div", { class: "models offer" });
  const draw = async () => {
    const { models } = await get("/v1/models", { signal: life.signal });
    const model = models.find((one) => one.name === name);
    if (life.over || !model?.has_source || model.state === "ready") return;
    const row = new Row(model, draw);
    life.on("model", (told) => {
      if (told.name !== name) return;
      row.told(told);
      if (told.state === "ready") ready();
    });
    replace(place, h("p", {}, t("models.offer")), row.node);
  };
  // The settings have the same, and say what is wrong.
  draw().catch(() => {});
  return place;
}

/** One package. */
class Row {
  constructor(model, refresh) {
    Object.assign(this, { model, refresh, under: h("div", { class: "model-state", role: "status" }) });
    const about = [megabytes(model.bytes), model.licence, model.credit];
    this.node = h("article", { class: "model", "data-name": model.name, "aria-label": model.name },
      h("p", { class: "model-card" }, model.card[lang()]), h("p", { class: "muted" }, h("code", {}, model.name), ` · ${about.join(" · ")}`), this.under);
    if (model.pull && model.state !== "ready") this.told(model.pull);
    else this.still();
  }

  /** Nothing is going on. */
  still(fault) {
    const { model } = this;
    const words = { ready: t("models.ready"), damaged: t("models.damaged"), partial: t("models.partial"), pulling: t("models.elsewhere") }[model.state];
    const may = model.has_source && ["absent", "partial", "damaged"].includes(model.state);
    replace(this.under, fault, words && h("p", {}, words),
      !model.has_source && model.state !== "ready" && h("p", { class: "muted" }, t("models.needs_mirror")),
      may && !model.pinned && h("p", {}, t("models.unverified")),
      may && h("button", { type: "button", class: "primary small", onclick: () => this.pull() }, t("models.pull", { licence: model.licence })),
      model.state === "ready" && h("button", { type: "button", class: "quiet small", "aria-label": t("models.remove_named", { name: model.name }), onclick: () => this.remove() }, t("models.remove")));
  }

  /** How far it is, or how it ended. */
  told(told) {
    if (told.error) {
      const [message, hint] = [told.error.message, told.error.hint].map((words) => words[lang()]);
      this.still(h("div", { class: "model-fault", role: "alert" }, h("p", {}, message), h("p", {}, hint)));
      return;
    }
    if (told.state) {
      this.model.state = told.state;
      this.still();
      if (told.state === "ready") announce(t("models.now_ready", { name: this.model.name }));
      return;
    }
    const known = told.phase === "fetch" && told.of > 0;
    const words = known ? t("models.far", { got: megabytes(told.bytes), of: megabytes(told.of) }) : t(`models.${told.phase === "client" ? "client" : "wait"}`);
    const bar = h("progress", { "aria-label": t("models.progress", { name: this.model.name }), max: known ? told.of : undefined });
    if (known) bar.value = Math.min(told.bytes, told.of);
    replace(this.under, bar, h("p", { class: "muted", "aria-hidden": "true" }, words));
  }

  async pull() {
    this.told({ phase: "wait" });
    const begun = await attempt(() => post(`/v1/models/${this.model.name}`, { licence: this.model.licence, unverified: !this.model.pinned }));
    if (!begun) this.still();
  }

  async remove() {
    const { name } = this.model;
    if (await sure(t("models.remove_sure", { name }), t("models.remove"))) await attempt(() => remove(`/v1/models/${name}`));
  }
}
