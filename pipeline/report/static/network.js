// The network's screen: search, filters that double as legend, what is shown, what is selected.
import { counted, cut, el, show } from "./dom.js";
import { data, edgesOf, pairOf, SIGNS, signOf, TYPES, typeName, worth } from "./data.js";
import { edgeCard, firstCard, nodeCard } from "./cards.js";
import { arrange } from "./layout.js";
import { Drawing, nameWidth } from "./drawing.js";

const byId = (id) => document.getElementById(id);
const coreSize = data.edges.filter((edge) => edge.core).length;
const relationTypes = [...new Set(data.edges.filter((edge) => edge.layer === "relation").map((edge) => edge.type))].sort();

/** What the filters say; `focus` is a node whose neighbourhood alone is shown. */
const wanted = {
  types: new Set(Object.keys(TYPES)),
  signs: new Set(Object.keys(SIGNS)),
  relations: new Set(relationTypes),
  least: 0,
  document: null,
  amount: Math.max(10, coreSize),
  focus: null,
};
let drawing = null;
let places = new Map();
let go = null;

/** Set the screen up; `navigate` changes the page's address. */
export function startNetwork(navigate) {
  go = navigate;
  drawing = new Drawing(byId("drawing"), (kind, index, byKey) => {
    go(kind === null ? "network" : `network/${kind}/${index}`);
    if (byKey) byId("card").focus();
  });
  byId("filter-body").append(...controls());
  byId("zoom-in").addEventListener("click", () => drawing.zoom(1.3));
  byId("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", () => drawing.fit());
  byId("filters").open = !window.matchMedia("(max-width: 900px)").matches;
  new ResizeObserver(() => byId("drawing").clientWidth && drawing.fit()).observe(byId("drawing"));
  update();
}

/** Show what an address names: nothing, a node or an edge. */
export function selectInNetwork(kind, index) {
  const card = byId("card");
  const edge = kind === "edge" ? data.edges[index] : null;
  const node = kind === "node" ? data.nodes[index] : null;
  if (edge && !shownEdges().includes(index)) widen(edge.source);
  if (node && !places.has(index)) widen(index);
  const focus = () => setFocus(index);
  const parts = edge ? edgeCard(edge, go) : node ? nodeCard(index, go, wanted.focus === index ? null : focus) : firstCard(go);
  card.replaceChildren(...parts.filter(Boolean));
  card.scrollTop = 0;
  drawing.select(edge || node ? kind : null, index);
  if (edge || node) drawing.reveal(edge ? edge.source : index);
}

function widen(node) {
  if (!passing().some((edge) => edge.source === node || edge.target === node)) reset();
  setFocus(node);
}

function setFocus(node) {
  wanted.focus = node;
  update();
  if (node !== null) drawing.select("node", node);
}

function passes(edge) {
  return (
    wanted.signs.has(signOf(edge)) &&
    (edge.layer !== "relation" || wanted.relations.has(edge.type)) &&
    wanted.types.has(data.nodes[edge.source].type) &&
    wanted.types.has(data.nodes[edge.target].type) &&
    worth(edge) >= wanted.least &&
    (wanted.document === null || edge.documentSet.has(wanted.document))
  );
}

function passing() {
  return (wanted.focus === null ? data.edges : edgesOf(wanted.focus)).filter(passes);
}

/** The edges to show: the best relations, then what else is named together among their ends. */
function shownEdges() {
  const all = passing();
  const untouched = wanted.focus === null && wanted.document === null && wanted.least === 0 && wanted.amount === Math.max(10, coreSize);
  let lead = all.filter((edge) => edge.layer === "relation");
  if (untouched) lead = lead.filter((edge) => edge.core);
  if (!lead.length || wanted.focus !== null) lead = all;
  const linked = new Set(lead.filter((edge) => edge.layer === "relation").map(pairOf));
  const bare = (edge) => edge.layer === "relation" || !linked.has(pairOf(edge));
  lead = lead.filter(bare).slice(0, wanted.amount);
  const nodes = new Set(lead.flatMap((edge) => [edge.source, edge.target]));
  const have = new Set(lead.map((edge) => edge.index));
  const rest = data.edges.filter((edge) =>
    !have.has(edge.index) && nodes.has(edge.source) && nodes.has(edge.target) && passes(edge) && bare(edge));
  return [...rest.slice(0, Math.ceil(wanted.amount / 2)).reverse(), ...lead.reverse()].map((edge) => edge.index);
}

function update() {
  const edges = shownEdges();
  const nodes = [...new Set(edges.flatMap((index) => [data.edges[index].source, data.edges[index].target]))].sort((a, b) => a - b);
  if (wanted.focus !== null && !nodes.includes(wanted.focus)) nodes.push(wanted.focus);
  const known = nodes.every((node) => data.nodes[node].at);
  const items = nodes.map((id) => ({ id, at: data.nodes[id].at ?? places.get(id), width: Math.max(40, nameWidth(id)) + 8 }));
  const relations = edges.filter((index) => data.edges[index].layer === "relation");
  const links = (relations.length ? relations : edges).map((index) => [data.edges[index].source, data.edges[index].target]);
  places = known && wanted.focus === null ? new Map(items.map((item) => [item.id, [...item.at]])) : arrange(items, links);
  drawing.show(places, edges);
  const text = `${counted(nodes.length, "concept")} of ${show(data.nodes.length)} and ${counted(edges.length, "edge")} of ${show(data.edges.length)}`;
  byId("shown").replaceChildren(
    wanted.focus === null ? `Showing ${text}` : `Neighbourhood of ${cut(data.nodes[wanted.focus].label, 40)}: ${text} `,
    wanted.focus === null ? "" : el("button", { type: "button", class: "link", onclick: () => { setFocus(null); go("network"); } }, "Back to all"));
  if (!edges.length) byId("shown").append(" Nothing passes these filters.");
}

function controls() {
  const count = (list) => show(list.length);
  return [
    searchBox(),
    group("Concepts", Object.entries(TYPES).map(([type, look]) =>
      box(wanted.types, type, el("span", { class: `shape ${look.css}`, "aria-hidden": "true" }), look.many, count(data.nodes.filter((n) => n.type === type))))),
    group("What is said", Object.entries(SIGNS).map(([sign, look]) =>
      box(wanted.signs, sign, el("span", { class: `dash ${sign}`, "aria-hidden": "true" }), look.name, count(data.edges.filter((e) => signOf(e) === sign))))),
    group("Relations", relationTypes.map((type) =>
      box(wanted.relations, type, null, typeName(type), count(data.edges.filter((e) => e.layer === "relation" && e.type === type))))),
    slider("Belief or score at least", 0, 1, 0.05, 0, (value) => { wanted.least = value; }, (value) => show(value)),
    slider("Edges shown, best first", 10, Math.max(20, Math.min(300, data.edges.length)), 1, wanted.amount, (value) => { wanted.amount = value; }, (value) => show(value)),
    el("label", { class: "field" }, "Document",
      el("select", { id: "filter-document", onchange: (event) => {
        wanted.document = event.target.value === "" ? null : Number(event.target.value);
        update();
      } }, el("option", { value: "" }, `All ${show(data.documents.length)}`),
        data.documents.map((source, i) => el("option", { value: i }, cut(source.title, 70))))),
    el("button", { type: "button", id: "filter-reset", class: "action", onclick: () => { reset(); update(); go("network"); } }, "Reset"),
  ];
}

function reset() {
  Object.assign(wanted, { types: new Set(Object.keys(TYPES)), signs: new Set(Object.keys(SIGNS)), relations: new Set(relationTypes),
    least: 0, document: null, amount: Math.max(10, coreSize), focus: null });
  byId("filter-body").replaceChildren(...controls());
}

function group(name, boxes) {
  return el("fieldset", {}, el("legend", {}, name), boxes);
}

function box(set, value, sample, name, number) {
  const input = el("input", { type: "checkbox", value, checked: set.has(value), onchange: () => {
    if (input.checked) set.add(value);
    else set.delete(value);
    update();
  } });
  return el("label", { class: "box" }, input, sample, el("span", {}, name), el("span", { class: "quiet" }, number));
}

function slider(name, min, max, step, value, set, text) {
  const told = el("b", {}, text(value));
  const input = el("input", { type: "range", min, max, step, value, oninput: () => { told.textContent = text(Number(input.value)); },
    onchange: () => { set(Number(input.value)); update(); } });
  return el("label", { class: "field" }, el("span", {}, `${name} `, told), input);
}

/** Search by any name seen or by identifier; the arrow keys choose among what is found. */
function searchBox() {
  const found = el("ul", { id: "found", class: "plain", role: "listbox", "aria-label": "Concepts found", hidden: true });
  const input = el("input", { id: "search", type: "search", autocomplete: "off", spellcheck: "false", placeholder: "a cell, gene, miRNA …",
    role: "combobox", "aria-expanded": "false", "aria-controls": "found" });
  const open = (node) => { input.value = ""; look(); go(`network/node/${node}`); setFocus(node); };
  const look = () => {
    const hits = search(input.value).slice(0, 8);
    found.replaceChildren(...hits.map((node, i) => el("li", { role: "option", tabindex: "-1", "data-node": node, "aria-selected": String(i === 0), onclick: () => open(node) },
      el("span", { class: `shape ${TYPES[data.nodes[node].type].css}`, "aria-hidden": "true" }), cut(data.nodes[node].name, 60))));
    if (input.value && !hits.length) found.append(el("li", { class: "quiet" }, "Nothing of that name"));
    found.hidden = !input.value;
    input.setAttribute("aria-expanded", String(Boolean(input.value)));
  };
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    const options = [...found.querySelectorAll("[data-node]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && options[at]) open(Number(options[at].dataset.node));
    if (event.key === "Escape") { input.value = ""; look(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !options.length) return;
    event.preventDefault();
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === (at + step + options.length) % options.length)));
  });
  return el("div", { class: "search" }, el("label", { class: "field" }, "Find a concept", input), found);
}

/** Nodes that a text names, the best match first: whole name, beginning of a name, anywhere. */
export function search(text) {
  const query = text.trim().toLowerCase();
  if (!query) return [];
  const scored = data.nodes.map((node, i) => {
    const names = [node.name, node.label, node.id, ...node.names].map((name) => name.toLowerCase());
    const how = names.some((n) => n === query) ? 0 : names.some((n) => n.startsWith(query)) ? 1 : names.some((n) => n.includes(query)) ? 2 : 3;
    return [how, -node.mentions, i];
  });
  return scored.filter(([how]) => how < 3).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([, , i]) => i);
}
