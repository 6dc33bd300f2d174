// Which part of the network is shown: what the filters want, which edges pass, and the address that says so.
import { data, documentsOf, edgesOf, pairOf, SIGNS, signOf, TYPES, worth } from "./data.js";

/** Beyond this p of the disparity filter an edge is not backbone. */
const BACKBONE = 0.05;
/** The map draws at most so many lines: more would be one grey. */
const MAP_LINES = 6000;

/** What can be chosen in each group of the legend. */
export const GROUPS = {
  types: Object.keys(TYPES),
  signs: Object.keys(SIGNS),
  relations: Object.keys(data.legend.relations),
  sections: Object.keys(data.legend.sections),
};
const core = Math.max(10, data.numbers.core);

function everything() {
  return {
    ...Object.fromEntries(Object.entries(GROUPS).map(([name, all]) => [name, new Set(all)])),
    least: 0,
    q: 1,
    documents: 1,
    document: null,
    backbone: false,
    amount: core,
    focus: null,
    steps: 1,
    map: false,
    edge: null,
  };
}

/** What the filters say; `focus` is a node whose neighbourhood alone is shown, `edge` one to show in any case. */
export const wanted = everything();

/** Want everything again, as at first. */
export function wantAll() {
  Object.assign(wanted, everything());
}

/** Whether nothing has been filtered. */
function untouched() {
  const first = everything();
  return Object.keys(GROUPS).every((name) => wanted[name].size === GROUPS[name].length) && same(first);
}

function same(first) {
  return ["least", "q", "documents", "document", "backbone", "amount", "focus"].every(
    (name) => wanted[name] === first[name],
  );
}

/** A test of one edge, made for what is wanted now. */
function test() {
  const chosen = (name) => wanted[name].size < GROUPS[name].length;
  const tests = [];
  const { signs, relations, types, sections, least, q, documents, document, backbone } = wanted;
  if (chosen("signs")) tests.push((edge) => signs.has(signOf(edge)));
  if (chosen("relations")) tests.push((edge) => edge.layer !== "relation" || relations.has(edge.type));
  if (chosen("types"))
    tests.push((edge) => types.has(data.nodes[edge.source].type) && types.has(data.nodes[edge.target].type));
  if (chosen("sections")) tests.push((edge) => edge.sections.some((at) => sections.has(data.sections[at])));
  if (least > 0) tests.push((edge) => worth(edge) >= least);
  if (q < 1) tests.push((edge) => edge.layer === "relation" || (edge.q ?? 1) <= q);
  if (documents > 1) tests.push((edge) => edge.documents >= documents);
  if (document !== null) tests.push((edge) => documentsOf(edge).has(document));
  if (backbone) tests.push((edge) => (edge.disparity ?? 1) <= BACKBONE);
  return (edge) => tests.every((pass) => pass(edge));
}

/** The edges around a node, its own first, then those of its partners if two steps are wanted. */
function around(node) {
  const own = edgesOf(node);
  if (wanted.steps === 1) return own;
  const partners = new Set(own.slice(0, 40).flatMap((edge) => [edge.source, edge.target]));
  return [...own, ...data.edges.filter((edge) => partners.has(edge.source) !== partners.has(edge.target))];
}

/** The edges that pass the filters, the best first. */
export function passing() {
  return (wanted.focus === null ? data.edges : around(wanted.focus)).filter(test());
}

/** The numbers of the edges to show, those to be drawn on top last, and how many pass the filters. */
export function shownEdges() {
  const passes = test();
  const all = passing();
  const number = (edges) => edges.map((edge) => edge.index);
  if (wanted.map) return { edges: number(all.slice(0, MAP_LINES)).reverse(), passing: all.length };
  let lead = all.filter((edge) => edge.layer === "relation");
  if (untouched()) lead = lead.filter((edge) => edge.core);
  if (!lead.length || wanted.focus !== null) lead = all;
  const linked = new Set(lead.filter((edge) => edge.layer === "relation").map(pairOf));
  const bare = (edge) => edge.layer === "relation" || !linked.has(pairOf(edge));
  lead = lead.filter(bare).slice(0, wanted.amount);
  const forced = wanted.edge === null ? null : data.edges[wanted.edge];
  if (forced && !lead.includes(forced)) lead.push(forced);
  const nodes = new Set(lead.flatMap((edge) => [edge.source, edge.target]));
  const have = new Set(number(lead));
  const rest = [];
  const enough = Math.ceil(wanted.amount / 2);
  for (const edge of data.edges) {
    if (rest.length === enough) break;
    if (nodes.has(edge.source) && nodes.has(edge.target) && !have.has(edge.index) && passes(edge) && bare(edge))
      rest.push(edge);
  }
  return { edges: [...number(rest.reverse()), ...number(lead.reverse())], passing: all.length };
}

const NUMBERS = { least: 0, q: 1, documents: 1, amount: core, steps: 1 };

/** What is wanted as the end of an address, "" where it is everything: `?signs=plus,minus&least=0.5`. */
export function addressOf() {
  const parts = [];
  for (const [name, all] of Object.entries(GROUPS))
    if (wanted[name].size < all.length)
      parts.push(`${name}=${[...wanted[name]].sort().map(encodeURIComponent).join(",")}`);
  for (const [name, first] of Object.entries(NUMBERS)) if (wanted[name] !== first) parts.push(`${name}=${wanted[name]}`);
  for (const name of ["document", "focus", "edge"]) if (wanted[name] !== null) parts.push(`${name}=${wanted[name]}`);
  for (const name of ["backbone", "map"]) if (wanted[name]) parts.push(name);
  return parts.length ? `?${parts.join("&")}` : "";
}

/** Want what an address says; what it says that is not there is left out. */
export function readAddress(text) {
  wantAll();
  const limits = { document: data.numbers.documents, focus: data.numbers.nodes, edge: data.numbers.edges };
  for (const [name, value] of new URLSearchParams(text ?? "")) {
    if (name in GROUPS) {
      const asked = new Set(value.split(",").map(decodeURIComponent));
      wanted[name] = new Set(GROUPS[name].filter((one) => asked.has(one)));
    } else if (name === "backbone" || name === "map") wanted[name] = true;
    else if (name in NUMBERS && value !== "" && Number(value) >= 0) wanted[name] = Number(value);
    else if (name in limits && Number(value) >= 0 && Number(value) < limits[name] && value !== "")
      wanted[name] = Math.floor(Number(value));
  }
  wanted.steps = wanted.steps === 2 ? 2 : 1;
}
