// For whom nobody vouches yet: how to get in.

import { h, replace } from "../dom.js";
import { t } from "../i18n.js";

export function showSignIn(root) {
  const used = new URLSearchParams(location.search).get("link") === "used";
  replace(root, h("section", { class: "sign-in" },
    h("img", { src: "/icon.svg", alt: "", width: "72", height: "72" }),
    h("h1", { tabindex: "-1" }, t("signin.title")),
    used && h("p", { class: "notice", role: "alert" }, t("signin.used")),
    h("p", {}, t("signin.how")),
    h("pre", {}, h("code", {}, "ling user link")),
    h("p", { class: "muted" }, t("signin.then")),
    h("p", { class: "muted" }, t("signin.friend"))));
}
