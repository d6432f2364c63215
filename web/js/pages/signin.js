// For whom nobody vouches yet: how to get in.

import { get } from "../api.js";
import { h, replace } from "../dom.js";
import { t } from "../i18n.js";

export function showSignIn(root) {
  const used = new URLSearchParams(location.search).get("link") === "used";
  const command = h("code", {}, "ling user link");
  replace(root, h("section", { class: "sign-in" },
    h("img", { src: "/icon.svg", alt: "", width: "72", height: "72" }),
    h("h1", { tabindex: "-1" }, t("signin.title")),
    used && h("p", { class: "notice", role: "alert" }, t("signin.used")),
    h("p", {}, t("signin.how")),
    h("pre", { tabindex: "0", "aria-label": t("signin.command") }, command),
    h("p", { class: "muted" }, t("signin.then")),
    h("p", { class: "muted" }, t("signin.friend"))));
  get("/v1/signin").then((how) => { command.textContent = how.command; }, () => { /* the short form stays */ });
}
