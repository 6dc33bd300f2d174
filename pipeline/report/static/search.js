// The search: concepts by any name seen or by identifier, the best match first.
import { cut, el } from "./dom.js";
import { data, inFull, once, TYPES } from "./data.js";

const names = once(() =>
  data.nodes.map((node) => [node.name, node.label, node.id, ...node.names].map((name) => name.toLowerCase())),
);

/** Nodes that a text names: the whole name first, then beginnings of names, then what stands anywhere in one. */
export function search(text) {
  const query = text.trim().toLowerCase();
  if (!query) return [];
  const rank = (own) => {
    if (own.some((name) => name === query)) return 0;
    if (own.some((name) => name.startsWith(query))) return 1;
    return own.some((name) => name.includes(query)) ? 2 : 3;
  };
  return names()
    .map((own, i) => [rank(own), -data.nodes[i].mentions, i])
    .filter(([how]) => how < 3)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
    .map(([, , i]) => i);
}

/** The box to search in; the arrow keys choose among what is found, `open(node)` hears of the choice. */
export function searchBox(open) {
  const found = el("ul", { id: "found", class: "plain", role: "listbox", "aria-label": "Concepts found", hidden: true });
  const nothing = el("p", { class: "quiet", id: "found-nothing", role: "status" });
  const input = el("input", {
    id: "search",
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "a cell, gene, miRNA …",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
  });
  const choose = (node) => {
    input.value = "";
    look();
    open(node);
  };
  const option = (node, i) =>
    el(
      "li",
      {
        role: "option",
        id: `found-${i}`,
        "data-node": node,
        "aria-selected": String(i === 0),
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => choose(node),
      },
      el("span", { class: `shape ${TYPES[data.nodes[node].type].css}`, "aria-hidden": "true" }),
      cut(inFull(data.nodes[node]), 60),
    );
  const point = () => {
    const chosen = found.querySelector("[aria-selected=true]");
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const look = () => {
    const hits = search(input.value).slice(0, 8);
    found.replaceChildren(...hits.map(option));
    found.hidden = !hits.length;
    nothing.textContent = input.value.trim() && !hits.length ? "Nothing of that name" : "";
    input.setAttribute("aria-expanded", String(hits.length > 0));
    point();
  };
  input.addEventListener("input", look);
  input.addEventListener("blur", () => {
    found.hidden = true;
    input.setAttribute("aria-expanded", "false");
  });
  input.addEventListener("focus", () => input.value && look());
  input.addEventListener("keydown", (event) => {
    const options = [...found.children];
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && options[at]) choose(Number(options[at].dataset.node));
    if (event.key === "Escape") {
      input.value = "";
      look();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !options.length) return;
    event.preventDefault();
    const next = (at + step + options.length) % options.length;
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === next)));
    point();
  });
  return el("div", { class: "search" }, el("label", { class: "field" }, "Find a concept", input), found, nothing);
}
