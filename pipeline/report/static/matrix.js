// The matrix of the comparison: items by cells, and the evidence behind every one.
import { counted, el, share, show } from "./dom.js";
import { data } from "./data.js";
import { edgeButton, nodeButton } from "./cards.js";
import { SAID, setOf } from "./compare.js";
import { save } from "./export.js";
import { placesOf, sentencesOf } from "./pieces.js";
import { sortable, tsv } from "./tables.js";

/** What a cell may have to do with an item, in words. */
export const ASPECTS = {
  has: { name: "What they carry or express", said: "Said to have it", positive: "has", negative: "lacks" },
  "acts on": { name: "What they act on", said: "Said to raise it", positive: "raises", negative: "lowers" },
};
/** What the cells of a row come to. */
export const VERDICTS = {
  shared: "shared by all",
  some: "the same in several",
  differs: "differs",
  contested: "contested",
  one: "told of one only",
};
const MARKS = { positive: "●", negative: "○", contested: "◐", unsigned: "◌", together: "·", blank: "" };

/** The matrix of some rows; `state` says which (`show`, `set`), `go` changes the page's address. */
export function matrix(all, names, state, go) {
  const rows = all
    .filter(
      (row) =>
        (state.set === null || setOf(row) === state.set) &&
        (!state.show ||
          row.verdict === state.show ||
          (state.show === "blank" && row.cells.some((cell) => cell.state === "blank")) ||
          (state.show === "apart" && row.said > 1 && !row.studies.length)),
    )
    .map((row) => ({
      row,
      name: data.nodes[row.item].label,
      verdict: VERDICTS[row.verdict],
      side: row.studies.length,
      ...Object.fromEntries(row.cells.map((cell, i) => [`cell${i}`, strength(cell)])),
    }));
  const columns = [
    { key: "name", name: "Concept", cell: ({ row }) => nodeButton(row.item, go) },
    ...names.map((name, i) => ({
      key: `cell${i}`,
      name,
      cell: ({ row }) => cellOf(row.cells[i], row.aspect, i, names[i]),
      text: ({ row }) => `${words(row.cells[i], row.aspect)}${SAID.has(row.cells[i].state) ? ` ${share(row.cells[i].belief)}` : ""}`,
    })),
    { key: "verdict", name: "Verdict" },
    {
      key: "side",
      name: "Side by side",
      numeric: true,
      cell: ({ row, side }) => (side ? show(side) : row.said > 1 ? "none" : "–"),
    },
  ];
  const table = sortable("What each cell is said to have or do; open a cell or a row for the evidence", columns, rows, {
    open: ({ row }, key) => evidenceOf(row, names, key, go),
  });
  const ids = [
    { name: "identifier", text: ({ row }) => data.nodes[row.item].id },
    { name: "type", text: ({ row }) => row.type },
  ];
  const told = () => tsv([...ids, ...columns], table.rows());
  return el(
    "section",
    { class: "matrix" },
    el(
      "p",
      { class: "bar" },
      el("span", { class: "quiet" }, counted(rows.length, "concept")),
      el(
        "button",
        {
          type: "button",
          class: "link",
          id: "comparison-tsv",
          onclick: () => save("comparison.tsv", new Blob([told()], { type: "text/tab-separated-values" })),
        },
        "Save as TSV",
      ),
    ),
    table,
  );
}

/** For sorting: what is said before what is only named, the positive first. */
function strength(cell) {
  const order = { positive: 2, contested: 1.5, unsigned: 1, negative: -2, together: -3, blank: -4 };
  return order[cell.state] + 0.4 * cell.belief;
}

function words(cell, aspect) {
  const said = {
    positive: ASPECTS[aspect].positive,
    negative: ASPECTS[aspect].negative,
    contested: "contested",
    unsigned: "not said how",
    together: "only named together",
    blank: "no direct evidence",
  };
  return said[cell.state];
}

/** A cell: its state and belief, a button if there is anything behind it. */
function cellOf(cell, aspect, i, name) {
  if (cell.state === "blank") return el("span", { class: "state blank" }, words(cell, aspect));
  const button = el(
    "button",
    { type: "button", class: `state ${cell.state}`, "data-open": i, "aria-expanded": "false", title: `Evidence: ${name}` },
    el("span", { "aria-hidden": "true" }, `${MARKS[cell.state]} `),
    words(cell, aspect),
    SAID.has(cell.state) && ` ${share(cell.belief)}`,
    cell.speculative && " (speculated)",
  );
  button.style.setProperty("--b", `${Math.round(8 + 30 * cell.belief)}%`);
  return button;
}

/** The evidence of a row, source by source, or of one cell; what has none is named as such. */
function evidenceOf(row, names, key, go) {
  return row.cells.flatMap((cell, i) =>
    key !== null && Number(key) !== i
      ? []
      : [
          el("h3", {}, `${names[i]}: ${words(cell, row.aspect)}`),
          cell.edges.length === 0 && el("p", { class: "quiet" }, "No sentence of these texts names the two together."),
          ...cell.edges.flatMap((index) => {
            const edge = data.edges[index];
            return [
              el("p", {}, edgeButton(edge, go)),
              edge.layer === "relation" ? sentencesOf(edge, go) : placesOf(edge, go),
            ];
          }),
        ],
  );
}
