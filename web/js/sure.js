// A question before something that matters, in the page's own words and language.

import { h } from "./dom.js";
import { t } from "./i18n.js";

/** Asks; true when the person says yes. */
export function sure(words, yes) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const dialog = h("dialog", { class: "sure", "aria-labelledby": "sure-words" },
      h("p", { id: "sure-words" }, words),
      h("div", { class: "sure-buttons" },
        h("button", { type: "button", class: "quiet", onclick: () => dialog.close("no") }, t("cancel")),
        h("button", { type: "button", class: "primary", onclick: () => dialog.close("yes") }, yes)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
