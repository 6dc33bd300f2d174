// What is known of items in several sources: a row an item, its verdict, the exact sets, the blanks.
import { data, edgesOf, once } from "./data.js";

/** The states of a cell that rest on a statement; "together" and "blank" do not. */
export const SAID = new Set(["positive", "negative", "contested", "unsigned"]);

/** (source, aspect) -> item -> cell, as the run found them. */
const told = once(() => {
  const { aspects, states, cells } = data.comparison;
  const found = new Map();
  for (const [source, aspect, item, state, belief, speculative, edges] of cells) {
    const key = `${source} ${aspects[aspect]}`;
    if (!found.has(key)) found.set(key, new Map());
    found.get(key).set(item, { state: states[state], belief, speculative: Boolean(speculative), edges });
  }
  return found;
});

/** Whether a source has a statement of an aspect. */
export function hasAspect(source, aspect) {
  return told().has(`${source} ${aspect}`);
}

let last = { key: null, rows: [] };

/** The rows of some sources: every item that one of them has a statement on, what most is known of first. */
export function rowsOf(chosen, aspect) {
  const key = `${chosen} ${aspect}`;
  if (last.key !== key) last = { key, rows: workOut(chosen, aspect) };
  return last.rows;
}

function workOut(chosen, aspect) {
  const columns = chosen.map((source) => told().get(`${source} ${aspect}`) ?? new Map());
  const members = chosen.map((source) => new Set(data.comparison.sources[source].members));
  const items = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const rows = items.map((item) => {
    const cells = columns.map((column, i) => column.get(item) ?? unsaid(members[i], item));
    const said = cells.filter((cell) => SAID.has(cell.state));
    return {
      item,
      type: data.nodes[item].type,
      aspect,
      cells,
      said: said.length,
      verdict: verdict(cells, said),
      ...sideBySide(said),
    };
  });
  const weight = (row) => row.cells.reduce((sum, cell) => sum + cell.belief, 0);
  const kind = (row) => data.types.indexOf(row.type);
  return rows.sort((a, b) => kind(a) - kind(b) || b.said - a.said || weight(b) - weight(a) || a.item - b.item);
}

function unsaid(members, item) {
  const edges = edgesOf(item).filter(
    (edge) => edge.layer !== "relation" && members.has(edge.source === item ? edge.target : edge.source),
  );
  return {
    state: edges.length ? "together" : "blank",
    belief: 0,
    speculative: false,
    edges: edges.map((edge) => edge.index),
  };
}

/** The same in all, in several, different, contested, or told of one alone. */
function verdict(cells, said) {
  const states = new Set(said.map((cell) => cell.state));
  if (states.has("contested")) return "contested";
  if (states.has("positive") && states.has("negative")) return "differs";
  if (said.length === cells.length && states.size === 1) return "shared";
  return said.length === 1 ? "one" : "some";
}

/** The primary studies and documents that tell of two or more of the sources. */
function sideBySide(said) {
  if (said.length < 2) return { studies: [], documents: [] };
  const twice = (sets) => {
    const seen = new Map();
    for (const set of sets) for (const one of set) seen.set(one, (seen.get(one) ?? 0) + 1);
    return [...seen].filter(([, count]) => count > 1).map(([one]) => one);
  };
  const pieces = said.map((cell) => cell.edges.flatMap((index) => data.edges[index].evidence));
  return {
    studies: twice(pieces.map((some) => new Set(some.flatMap((piece) => piece.studies)))),
    documents: twice(pieces.map((some) => new Set(some.map((piece) => piece.place[0])))),
  };
}

/** In which sources an item is positive, as a key. */
export function setOf(row) {
  return row.cells.map((cell) => Number(cell.state === "positive")).join("");
}

/** The exact sets that have an item: those of many sources first, then those of many items. */
export function setsOf(rows) {
  const found = new Map();
  for (const row of rows) {
    const key = setOf(row);
    if (!key.includes("1")) continue;
    if (!found.has(key)) found.set(key, { key, rows: [], counts: {} });
    found.get(key).rows.push(row);
    found.get(key).counts[row.type] = (found.get(key).counts[row.type] ?? 0) + 1;
  }
  const degree = ({ key }) => [...key].filter((one) => one === "1").length;
  return [...found.values()].sort(
    (a, b) => degree(b) - degree(a) || b.rows.length - a.rows.length || (a.key < b.key ? 1 : -1),
  );
}
