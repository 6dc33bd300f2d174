// The network's screen: what is drawn, what is selected, and the card beside it.
import { counted, cut, el, show } from "./dom.js";
import { data } from "./data.js";
import { edgeCard, firstCard, nodeCard } from "./cards.js";
import { arrange } from "./layout.js";
import { Drawing, nameWidth } from "./drawing.js";
import { startExport } from "./export.js";
import { controls, passing, shownEdges, wantAll, wanted } from "./filters.js";

const byId = (id) => document.getElementById(id);
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
  fillFilters();
  byId("zoom-in").addEventListener("click", () => drawing.zoom(1.3));
  byId("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", () => drawing.fit());
  startExport(byId("drawing"), shownEdges);
  byId("filters").open = !window.matchMedia("(max-width: 900px)").matches;
  new ResizeObserver(() => byId("drawing").clientWidth && drawing.fit()).observe(byId("drawing"));
  update();
}

function fillFilters() {
  const reset = () => {
    everything();
    update();
    go("network");
  };
  const open = (node) => {
    go(`network/node/${node}`);
    setFocus(node);
  };
  byId("filter-body").replaceChildren(...controls(update, reset, open));
}

function everything() {
  wantAll();
  fillFilters();
}

/** Show what an address names: nothing, a node or an edge. */
export function selectInNetwork(kind, index) {
  const card = byId("card");
  const edge = kind === "edge" ? data.edges[index] : null;
  const node = kind === "node" ? data.nodes[index] : null;
  if (edge && !shownEdges().includes(index)) {
    wanted.edge = index;
    setFocus(edge.source);
  }
  if (node && !places.has(index)) widen(index);
  const focus = () => setFocus(index);
  const parts = edge
    ? edgeCard(edge, go)
    : node
      ? nodeCard(index, go, wanted.focus === index ? null : focus)
      : firstCard(go);
  card.replaceChildren(...parts.filter(Boolean));
  card.scrollTop = 0;
  drawing.select(edge || node ? kind : null, index);
  if (edge || node) drawing.reveal(edge ? edge.source : index);
}

function widen(node) {
  if (!passing().some((edge) => edge.source === node || edge.target === node)) everything();
  setFocus(node);
}

function setFocus(node) {
  wanted.focus = node;
  if (node === null) wanted.edge = null;
  update();
  if (node !== null) drawing.select("node", node);
}

function update() {
  const edges = shownEdges();
  const nodes = [...new Set(edges.flatMap((index) => [data.edges[index].source, data.edges[index].target]))].sort(
    (a, b) => a - b,
  );
  if (wanted.focus !== null && !nodes.includes(wanted.focus)) nodes.push(wanted.focus);
  const known = nodes.every((node) => data.nodes[node].at);
  const items = nodes.map((id) => ({
    id,
    at: data.nodes[id].at ?? places.get(id),
    width: Math.max(40, nameWidth(id)) + 8,
  }));
  const relations = edges.filter((index) => data.edges[index].layer === "relation");
  const links = (relations.length ? relations : edges).map((index) => [
    data.edges[index].source,
    data.edges[index].target,
  ]);
  places =
    known && wanted.focus === null ? new Map(items.map((item) => [item.id, [...item.at]])) : arrange(items, links);
  drawing.show(places, edges);
  const text = `${counted(nodes.length, "concept")} of ${show(data.nodes.length)} and ${counted(edges.length, "edge")} of ${show(data.edges.length)}`;
  byId("shown").replaceChildren(
    wanted.focus === null ? `Showing ${text}` : `Neighbourhood of ${cut(data.nodes[wanted.focus].label, 40)}: ${text} `,
    wanted.focus === null
      ? ""
      : el(
          "button",
          {
            type: "button",
            class: "link",
            onclick: () => {
              setFocus(null);
              go("network");
            },
          },
          "Back to all",
        ),
  );
  if (!edges.length) byId("shown").append(" Nothing passes these filters.");
}
