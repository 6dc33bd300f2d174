// The data that the page carries, and what can be looked up in it.
import { cut } from "./dom.js";

/** The text of the data; what is large is packed (gzip in base64). */
async function told() {
  const held = document.getElementById("data");
  if (!held.hasAttribute("data-packed")) return held.textContent;
  const bytes = Uint8Array.from(atob(held.textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Everything that the run found; nodes, edges and documents are named by their place in their list. */
export const data = JSON.parse(await told());

/** What each type of concept is called and how it is drawn. */
export const TYPES = {
  CELL_TYPE: { name: "Cell type", many: "Cell types", tag: "cell", css: "cell" },
  MARKER: { name: "Marker", many: "Markers", tag: "marker", css: "marker" },
  MIRNA: { name: "microRNA", many: "microRNAs", tag: "miRNA", css: "mirna" },
  PATHWAY: { name: "Pathway", many: "Pathways", tag: "pathway", css: "pathway" },
};

/** What each kind of edge is called; the order is that of the legend. */
export const SIGNS = {
  plus: { name: "Raises or has", css: "plus" },
  minus: { name: "Lowers or lacks", css: "minus" },
  zero: { name: "Not said how", css: "zero" },
  together: { name: "Named together", css: "together" },
};

/** Which of these an edge is. */
export function signOf(edge) {
  if (edge.layer !== "relation") return "together";
  return edge.sign > 0 ? "plus" : edge.sign < 0 ? "minus" : "zero";
}

/** "TARGETS" as words. */
export function typeName(type) {
  return type.toLowerCase().replaceAll("_", " ");
}

let pairs = null;
const around = data.nodes.map(() => []);

/** The two ends of an edge, whichever way it runs. */
export function pairOf(edge) {
  return edge.source < edge.target ? `${edge.source} ${edge.target}` : `${edge.target} ${edge.source}`;
}

data.edges.forEach((edge, index) => {
  edge.index = index;
  around[edge.source].push(index);
  if (edge.target !== edge.source) around[edge.target].push(index);
});

/** The documents (by number) that an edge comes from. */
export function documentsOf(edge) {
  const places = edge.places ?? edge.evidence.map((piece) => piece.place);
  edge.documentSet ??= new Set(places.map(([document]) => document));
  return edge.documentSet;
}

/** The edges of a node, the best-ranked first. */
export function edgesOf(node) {
  return around[node].map((index) => data.edges[index]);
}

/** All edges between the ends of an edge, itself among them. */
export function edgesBetween(edge) {
  if (pairs === null) {
    pairs = new Map();
    for (const one of data.edges) pairs.set(pairOf(one), [...(pairs.get(pairOf(one)) ?? []), one]);
  }
  return pairs.get(pairOf(edge));
}

/** An edge in words. */
export function inWords(edge, length = 60) {
  const [head, tail] = [data.nodes[edge.source].label, data.nodes[edge.target].label];
  const says = edge.layer === "relation" ? edge.says : "is named together with";
  return `${cut(head, length)} ${says} ${cut(tail, length)}`;
}

/** What an edge is worth on the scale of its layer, 0 to 1: belief, or score beside the network's highest. */
const highest = data.edges.reduce((most, edge) => Math.max(most, edge.score ?? 0), 1e-9);
export function worth(edge) {
  return edge.layer === "relation" ? edge.belief : edge.score / highest;
}
