// Building the page: h("button", { class: "quiet", onclick }, "words").

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (["value", "checked", "selected", "disabled"].includes(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(4).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** An element. Attributes that begin with `on` are listeners; absent children are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of a drawing. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** One of the drawings in icons.svg; it says nothing to a screen reader. */
export function icon(name, extra = "") {
  return s("svg", { class: `icon ${extra}`, "aria-hidden": "true" }, s("use", { href: `/icons.svg#${name}` }));
}

/** A button that shows a drawing and is read as `label`. */
export function iconButton(name, label, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

/** Puts children in place of what was there. */
export function replace(node, ...children) {
  node.replaceChildren(...children.flat(4).filter(Boolean));
  return node;
}
