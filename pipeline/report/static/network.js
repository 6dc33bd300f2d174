// The network's screen: what is drawn, what is selected, and the card beside it.
import { counted, cut, el, show } from "./dom.js";
import { data, warm } from "./data.js";
import { edgeCard, firstCard, nodeCard } from "./cards.js";
import { arrange } from "./layout.js";
import { Drawing, nameWidth } from "./drawing.js";
import { startExport } from "./export.js";
import { controls } from "./filters.js";
import { ConceptMap } from "./map.js";
import { mapSwitch, miniature } from "./mini.js";
import { addressOf, passing, readAddress, shownEdges, wantAll, wanted } from "./view.js";

/** So many concepts need no small picture of all. */
const FEW = 60;
const byId = (id) => document.getElementById(id);
let [drawing, map, navigate] = [null, null, null];
let places = new Map();
let now = { kind: null, index: null, end: null, edges: [] };

/** Change the address; the filters stay as they are. */
function go(address) {
  navigate(address.startsWith("network") ? `${address}${addressOf()}` : address);
}

/** Whether filters, drawing and card stand one below the other. */
function narrow() {
  return window.matchMedia("(max-width: 900px)").matches;
}

/** Set the screen up; `navigate_` changes the page's address. */
export function startNetwork(navigate_) {
  navigate = navigate_;
  const pick = (kind, index, byKey) => {
    go(kind === null ? "network" : `network/${kind}/${index}`);
    if (byKey) byId("card").focus();
    else if (kind !== null && narrow()) byId("card").scrollIntoView({ block: "center" });
  };
  drawing = new Drawing(byId("drawing"), pick);
  map = new ConceptMap(byId("map"), (node, byKey) => pick("node", node, byKey), (text) => {
    byId("told").textContent = text;
  });
  const seen = () => (wanted.map ? map : drawing);
  byId("zoom-in").addEventListener("click", () => seen().zoom(1.3));
  byId("zoom-out").addEventListener("click", () => seen().zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", () => {
    seen().fit();
    seen().paint();
  });
  byId("mini").addEventListener("click", () => switchMap(true));
  startExport(() => ({ drawing, map, places, edges: now.edges }));
  byId("filters").open = !narrow();
  (window.requestIdleCallback ?? setTimeout)(warm);
  new ResizeObserver(() => {
    if (byId("drawing").clientWidth) drawing.fit();
    if (byId("map").clientWidth) {
      map.fit();
      map.paint();
    }
  }).observe(document.querySelector(".field-of-view"));
}

function fillFilters() {
  const changed = () => {
    update();
    remember();
    if (now.kind === null) showCard();
  };
  const reset = () => {
    const { map: kept } = wanted;
    wantAll();
    wanted.map = kept;
    navigate(`network${addressOf()}`);
  };
  const open = (node) => {
    if (!wanted.map) wanted.focus = node;
    go(`network/node/${node}`);
  };
  byId("filter-body").replaceChildren(...controls(changed, reset, open).filter(Boolean));
}

/** Write what is wanted into the address, without a step in the history for each move of a slider. */
function remember() {
  now.end = addressOf();
  const place = now.kind === null ? "network" : `network/${now.kind}/${now.index}`;
  history.replaceState(null, "", `#/${place}${now.end}`);
}

function switchMap(on) {
  wanted.map = on;
  go(now.kind === null ? "network" : `network/${now.kind}/${now.index}`);
}

/** Show what an address names: nothing, a node or an edge, with the filters of its end. */
export function selectInNetwork(kind, index, end) {
  const read = end !== now.end;
  if (read) readAddress(end);
  now = { ...now, kind, index };
  const edge = kind === "edge" ? data.edges[index] : null;
  const node = kind === "node" ? data.nodes[index] : null;
  const before = addressOf();
  if ((edge || node) && !wanted.map) {
    const edges = read ? shownEdges().edges : now.edges;
    if (edge && !edges.includes(index)) Object.assign(wanted, { edge: index, focus: edge.source });
    if (node && wanted.focus !== index && !edges.some((one) => has(data.edges[one], index))) widen(index);
  }
  if (read || addressOf() !== before) {
    fillFilters();
    update();
  }
  if (addressOf() !== end) remember();
  now.end = addressOf();
  showCard();
  if (wanted.map) map.show(now.edges, node ? index : edge ? edge.source : null);
  else {
    drawing.select(edge || node ? kind : null, index);
    if (edge || node) drawing.reveal(edge ? edge.source : index);
  }
}

/** Tell of what is selected; of nothing in particular, where to begin among what is shown. */
function showCard() {
  const { kind, index } = now;
  const focus = () => setFocus(index);
  const parts = {
    edge: () => edgeCard(data.edges[index], go),
    node: () => nodeCard(index, go, wanted.focus === index && !wanted.map ? null : focus),
  };
  const best = () => now.edges.map((one) => data.edges[one]).reverse();
  byId("card").replaceChildren(...(parts[kind] ?? (() => firstCard(go, best(), wanted.map)))().filter(Boolean));
  byId("card").scrollTop = 0;
}

function has(edge, node) {
  return edge.source === node || edge.target === node;
}

/** Have a node shown that is not: its neighbourhood, without the filters if they leave nothing of it. */
function widen(node) {
  wanted.focus = node;
  if (passing().length) return;
  wantAll();
  wanted.focus = node;
}

function setFocus(node) {
  Object.assign(wanted, { focus: node, map: false, edge: null });
  go(node === null ? "network" : `network/node/${node}`);
}

function update() {
  const { edges, passing: all } = shownEdges();
  now.edges = edges;
  const ends = new Set(edges.flatMap((index) => [data.edges[index].source, data.edges[index].target]));
  if (wanted.focus !== null) ends.add(wanted.focus);
  const nodes = [...ends].sort((a, b) => a - b);
  byId("drawing").toggleAttribute("hidden", wanted.map);
  byId("map").toggleAttribute("hidden", !wanted.map);
  byId("mini").toggleAttribute("hidden", wanted.map || data.numbers.nodes <= FEW);
  byId("switch").replaceChildren(...mapSwitch(wanted.map, switchMap));
  if (!wanted.map) drawNodes(nodes, edges);
  else map.show(edges, now.kind === "node" ? now.index : null);
  tell(nodes.length, edges.length, all);
}

function drawNodes(nodes, edges) {
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
  if (now.kind !== null) drawing.select(now.kind, now.index);
  setTimeout(() => {
    if (!byId("mini").clientWidth) return;
    byId("mini").dataset.corner = freest(nodes);
    miniature(byId("mini").firstElementChild, nodes);
  });
}

/** The corner of the drawing where the fewest nodes would be covered. */
function freest(nodes) {
  const { clientWidth: width, clientHeight: height } = byId("drawing");
  const covered = (corner) => {
    const near = ([x, y]) =>
      (corner.includes("left") ? x < 190 : x > width - 190) && (corner.includes("top") ? y < 135 : y > height - 135);
    return nodes.filter((node) => near(drawing.at(node))).length;
  };
  const corners = ["right bottom", "left bottom", "right top", "left top"];
  return corners.sort((a, b) => covered(a) - covered(b))[0];
}

function tell(nodes, edges, all) {
  const few = `${counted(nodes, "concept")} of ${show(data.numbers.nodes)}`;
  const text = `${few} and ${counted(edges, "edge")} of ${show(all)}${all < data.numbers.edges ? " that pass" : ""}`;
  const around = wanted.focus === null ? null : cut(data.nodes[wanted.focus].label, 40);
  const mapped = `All ${show(data.numbers.nodes)} concepts, ${edges < all ? `the best ${show(edges)} of ${counted(all, "edge")}` : counted(edges, "edge")}`;
  const back = { type: "button", class: "link", onclick: () => setFocus(null) };
  byId("shown").replaceChildren(
    wanted.map ? mapped : around === null ? `Showing ${text}` : `Neighbourhood of ${around}: ${text} `,
    ...(around !== null && !wanted.map ? [el("button", back, "Back to all")] : []),
  );
  if (!edges) byId("shown").append(" Nothing passes these filters.");
}
