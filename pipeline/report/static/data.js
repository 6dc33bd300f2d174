// The data that the page carries, unpacked part by part when somebody looks at what is in them.
import { gunzipSync, strFromU8 } from "fflate";
import { cut } from "./dom.js";

const head = JSON.parse(document.getElementById("data").textContent);

/** One part: gzip in base64 in an element of its own. */
function unpack(name) {
  const text = atob(document.getElementById(`part-${name}`).textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return JSON.parse(strFromU8(gunzipSync(bytes)));
}

/** What `make` gives, made when first asked for. */
export function once(make) {
  let [made, value] = [false, null];
  return () => {
    if (!made) [made, value] = [true, make()];
    return value;
  };
}

const parts = new Map();
function part(name) {
  if (!parts.has(name)) parts.set(name, unpack(name));
  return parts.get(name);
}

/** A class whose values come from parts; what is null there is not there. */
function reader(names, read) {
  const Row = class {
    constructor(index) {
      this.index = index;
    }
  };
  for (const name of names)
    Object.defineProperty(Row.prototype, name, {
      get() {
        return read(this.index, name) ?? undefined;
      },
    });
  return Row;
}

function readEdges() {
  const { number, columns, rest, each } = head.edges;
  const Edge = reader([], null);
  for (const name of columns) {
    const column = once(() => part(`edges-${name}`));
    Object.defineProperty(Edge.prototype, name, {
      get() {
        return column()[this.index] ?? undefined;
      },
    });
  }
  const read = (index, name) => part(`edges-${Math.floor(index / each)}`)[index % each][name];
  Object.defineProperties(Edge.prototype, Object.getOwnPropertyDescriptors(reader(rest, read).prototype));
  return Array.from({ length: number }, (_, index) => new Edge(index));
}

function readDocuments() {
  const { rest, starts } = head.documents;
  const Source = reader(rest, (index, name) => {
    const at = starts.findLastIndex((start) => start <= index);
    return part(`documents-${at}`)[index - starts[at]][name];
  });
  return part("documents").map((row, index) => Object.assign(new Source(index), row));
}

/** Everything that the run found; nodes, edges and documents are named by their place in their list. */
export const data = {
  ...head,
  numbers: { nodes: head.nodes, edges: head.edges.number, documents: head.documents.number, core: head.edges.core },
};
const lists = { nodes: once(() => part("nodes")), edges: once(readEdges), documents: once(readDocuments) };
for (const name of head.long) lists[name] = () => part(name);
for (const [name, get] of Object.entries(lists)) Object.defineProperty(data, name, { get, enumerable: true });

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

/** The two ends of an edge as one number, whichever way it runs. */
export function pairOf(edge) {
  const [low, high] = edge.source < edge.target ? [edge.source, edge.target] : [edge.target, edge.source];
  return low * head.nodes + high;
}

/** The documents (by number) that an edge comes from. */
export function documentsOf(edge) {
  edge.documentSet ??= new Set(edge.sources);
  return edge.documentSet;
}

const around = once(() => {
  const lines = data.nodes.map(() => []);
  for (const edge of data.edges) {
    lines[edge.source].push(edge);
    if (edge.target !== edge.source) lines[edge.target].push(edge);
  }
  return lines;
});

/** Look up now, while nobody waits, what the first click needs. */
export function warm() {
  around();
}

/** The edges of a node, the best-ranked first. */
export function edgesOf(node) {
  return around()[node];
}

/** All edges between the ends of an edge, itself among them. */
export function edgesBetween(edge) {
  const pair = pairOf(edge);
  return edgesOf(edge.source).filter((one) => pairOf(one) === pair);
}

/**
 * A concept's two names: every screen calls it by its label; where that is not its name, tooltips, search and its card
 * say what the label stands for.
 */
export function inFull({ label, name }) {
  return label === name ? label : `${label}: ${name}`;
}

/** An edge in words. */
export function inWords(edge, length = 60) {
  const [from, to] = [data.nodes[edge.source].label, data.nodes[edge.target].label];
  const says = edge.layer === "relation" ? edge.says : "is named together with";
  return `${cut(from, length)} ${says} ${cut(to, length)}`;
}

/** What an edge is worth on the scale of its layer, 0 to 1: belief, or score beside the network's highest. */
export function worth(edge) {
  return edge.layer === "relation" ? edge.belief : edge.score / (head.edges.highest || 1);
}
