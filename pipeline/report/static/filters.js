// What of the network is shown: the filters that double as legend, and the search.
import { cut, el, show } from "./dom.js";
import { data, documentsOf, edgesOf, pairOf, SIGNS, signOf, TYPES, typeName, worth } from "./data.js";

const coreSize = data.numbers.core;
const relationTypes = Object.keys(data.legend.relations);

/** What the filters say; `focus` is a node whose neighbourhood alone is shown, `edge` one to show in any case. */
export const wanted = {
  types: new Set(Object.keys(TYPES)),
  signs: new Set(Object.keys(SIGNS)),
  relations: new Set(relationTypes),
  least: 0,
  document: null,
  amount: Math.max(10, coreSize),
  focus: null,
  edge: null,
};
function passes(edge) {
  return (
    wanted.signs.has(signOf(edge)) &&
    (edge.layer !== "relation" || wanted.relations.has(edge.type)) &&
    wanted.types.has(data.nodes[edge.source].type) &&
    wanted.types.has(data.nodes[edge.target].type) &&
    worth(edge) >= wanted.least &&
    (wanted.document === null || documentsOf(edge).has(wanted.document))
  );
}

/** The edges that pass the filters, the best first. */
export function passing() {
  return (wanted.focus === null ? data.edges : edgesOf(wanted.focus)).filter(passes);
}

/** The edges to show: the best relations, then what else is named together among their ends. */
export function shownEdges() {
  const all = passing();
  const untouched =
    wanted.focus === null && wanted.document === null && wanted.least === 0 && wanted.amount === Math.max(10, coreSize);
  let lead = all.filter((edge) => edge.layer === "relation");
  if (untouched) lead = lead.filter((edge) => edge.core);
  if (!lead.length || wanted.focus !== null) lead = all;
  const linked = new Set(lead.filter((edge) => edge.layer === "relation").map(pairOf));
  const bare = (edge) => edge.layer === "relation" || !linked.has(pairOf(edge));
  lead = lead.filter(bare).slice(0, wanted.amount);
  if (wanted.edge !== null && !lead.includes(data.edges[wanted.edge])) lead.push(data.edges[wanted.edge]);
  const nodes = new Set(lead.flatMap((edge) => [edge.source, edge.target]));
  const have = new Set(lead.map((edge) => edge.index));
  const rest = data.edges.filter(
    (edge) => !have.has(edge.index) && nodes.has(edge.source) && nodes.has(edge.target) && passes(edge) && bare(edge),
  );
  return [...rest.slice(0, Math.ceil(wanted.amount / 2)).reverse(), ...lead.reverse()].map((edge) => edge.index);
}

/** The filters' elements; `update()` hears of every change, `reset()` of a reset, `open(node)` of what search found. */
export function controls(update, reset, open) {
  return [
    searchBox(open),
    group(
      "Concepts",
      Object.entries(TYPES).map(([type, look]) =>
        box(
          update,
          wanted.types,
          type,
          el("span", { class: `shape ${look.css}`, "aria-hidden": "true" }),
          look.many,
          show(data.legend.types[type] ?? 0),
        ),
      ),
    ),
    group(
      "What is said",
      Object.entries(SIGNS).map(([sign, look]) =>
        box(
          update,
          wanted.signs,
          sign,
          el("span", { class: `dash ${sign}`, "aria-hidden": "true" }),
          look.name,
          show(data.legend.signs[sign] ?? 0),
        ),
      ),
    ),
    group(
      "Relations",
      relationTypes.map((type) =>
        box(
          update,
          wanted.relations,
          type,
          null,
          typeName(type),
          show(data.legend.relations[type] ?? 0),
        ),
      ),
    ),
    slider(
      update,
      "Belief or score at least",
      0,
      1,
      0.05,
      0,
      (value) => {
        wanted.least = value;
      },
      (value) => show(value),
    ),
    slider(
      update,
      "Edges shown, best first",
      10,
      Math.max(20, Math.min(300, data.edges.length)),
      1,
      wanted.amount,
      (value) => {
        wanted.amount = value;
      },
      (value) => show(value),
    ),
    el(
      "label",
      { class: "field" },
      "Document",
      el(
        "select",
        {
          id: "filter-document",
          onchange: (event) => {
            wanted.document = event.target.value === "" ? null : Number(event.target.value);
            update();
          },
        },
        el("option", { value: "" }, `All ${show(data.documents.length)}`),
        data.documents.map((source, i) => el("option", { value: i }, cut(source.title, 70))),
      ),
    ),
    el("button", { type: "button", id: "filter-reset", class: "action", onclick: reset }, "Reset"),
  ];
}

/** Want everything again. */
export function wantAll() {
  Object.assign(wanted, {
    types: new Set(Object.keys(TYPES)),
    signs: new Set(Object.keys(SIGNS)),
    relations: new Set(relationTypes),
    least: 0,
    document: null,
    amount: Math.max(10, coreSize),
    focus: null,
    edge: null,
  });
}

function group(name, boxes) {
  return el("fieldset", {}, el("legend", {}, name), boxes);
}

function box(update, set, value, sample, name, number) {
  const input = el("input", {
    type: "checkbox",
    value,
    checked: set.has(value),
    onchange: () => {
      if (input.checked) set.add(value);
      else set.delete(value);
      update();
    },
  });
  return el("label", { class: "box" }, input, sample, el("span", {}, name), el("span", { class: "quiet" }, number));
}

function slider(update, name, min, max, step, value, set, text) {
  const told = el("b", {}, text(value));
  const input = el("input", {
    type: "range",
    min,
    max,
    step,
    value,
    oninput: () => {
      told.textContent = text(Number(input.value));
    },
    onchange: () => {
      set(Number(input.value));
      update();
    },
  });
  return el("label", { class: "field" }, el("span", {}, `${name} `, told), input);
}

/** Search by any name seen or by identifier; the arrow keys choose among what is found. */
function searchBox(open) {
  const found = el("ul", {
    id: "found",
    class: "plain",
    role: "listbox",
    "aria-label": "Concepts found",
    hidden: true,
  });
  const input = el("input", {
    id: "search",
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "a cell, gene, miRNA …",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "found",
  });
  const choose = (node) => {
    input.value = "";
    look();
    open(node);
  };
  const look = () => {
    const hits = search(input.value).slice(0, 8);
    found.replaceChildren(
      ...hits.map((node, i) =>
        el(
          "li",
          {
            role: "option",
            tabindex: "-1",
            "data-node": node,
            "aria-selected": String(i === 0),
            onclick: () => choose(node),
          },
          el("span", { class: `shape ${TYPES[data.nodes[node].type].css}`, "aria-hidden": "true" }),
          cut(data.nodes[node].name, 60),
        ),
      ),
    );
    if (input.value && !hits.length) found.append(el("li", { class: "quiet" }, "Nothing of that name"));
    found.hidden = !input.value;
    input.setAttribute("aria-expanded", String(Boolean(input.value)));
  };
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    const options = [...found.querySelectorAll("[data-node]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && options[at]) choose(Number(options[at].dataset.node));
    if (event.key === "Escape") {
      input.value = "";
      look();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !options.length) return;
    event.preventDefault();
    options.forEach((option, i) =>
      option.setAttribute("aria-selected", String(i === (at + step + options.length) % options.length)),
    );
  });
  return el("div", { class: "search" }, el("label", { class: "field" }, "Find a concept", input), found);
}

/** Nodes that a text names, the best match first: whole name, beginning of a name, anywhere. */
export function search(text) {
  const query = text.trim().toLowerCase();
  if (!query) return [];
  const scored = data.nodes.map((node, i) => {
    const names = [node.name, node.label, node.id, ...node.names].map((name) => name.toLowerCase());
    const how = names.some((n) => n === query)
      ? 0
      : names.some((n) => n.startsWith(query))
        ? 1
        : names.some((n) => n.includes(query))
          ? 2
          : 3;
    return [how, -node.mentions, i];
  });
  return scored
    .filter(([how]) => how < 3)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
    .map(([, , i]) => i);
}
