// The comparison screen: what several cells share, where they differ, and the blanks, with evidence behind every cell.
import { counted, el, share, show } from "./dom.js";
import { data, TYPES } from "./data.js";
import { edgeButton, nodeButton } from "./cards.js";
import { placesOf, sentencesOf } from "./pieces.js";
import { sortable } from "./tables.js";

const { comparison } = data;
const ASPECTS = {
  has: { name: "What they carry or express", positive: "has", negative: "lacks" },
  "acts on": { name: "What they act on", positive: "raises", negative: "lowers" },
};
const VERDICTS = {
  shared: "shared by all",
  some: "the same in several",
  differs: "differs",
  contested: "contested",
  one: "told of one only",
};
const MARKS = { positive: "●", negative: "○", contested: "◐", unsigned: "◌", together: "·", blank: "" };

/** Fill the screen; `go` changes the page's address. */
export function startComparison(screen, go) {
  screen.append(el("h2", {}, "Comparison of sources"));
  if (!comparison.sources.length) {
    screen.append(el("p", {}, "These texts say nothing of two cells that could be compared."));
    return;
  }
  const state = { aspect: comparison.rows.some((row) => row.aspect === "has") ? "has" : "acts on", sets: null };
  const sets = el("div", { class: "sets" });
  const matrix = el("div");
  const choose = (id, name, options, change) =>
    el(
      "label",
      { class: "field" },
      name,
      el(
        "select",
        { id, onchange: (event) => change(event.target.value) },
        Object.entries(options).map(([value, text]) => el("option", { value }, text)),
      ),
    );
  const set = (key) => (value) => {
    state[key] = value;
    if (key === "aspect") state.sets = null;
    fill();
  };
  const types = Object.fromEntries(Object.entries(TYPES).map(([type, look]) => [type, look.many]));
  delete types.CELL_TYPE;
  const fill = () => {
    sets.replaceChildren(...upset(state, fill));
    matrix.replaceChildren(matrixOf(state, go));
  };
  screen.append(
    el(
      "p",
      {},
      "Each cell with its kinds, as their names tell: ",
      comparison.sources.flatMap((source, i) => [
        i ? "; " : "",
        el("b", {}, source.name),
        ` (${counted(source.members.length, "concept")})`,
      ]),
      ". A blank says that these texts have no direct evidence, not that a source lacks the thing.",
    ),
    el(
      "div",
      { class: "bar" },
      choose(
        "comparison-aspect",
        "Compare",
        Object.fromEntries(Object.entries(ASPECTS).map(([aspect, words]) => [aspect, words.name])),
        set("aspect"),
      ),
      choose("comparison-type", "Concepts", { "": "All types", ...types }, set("type")),
      choose("comparison-verdict", "Verdict", { "": "All verdicts", ...VERDICTS }, set("verdict")),
    ),
    sets,
    matrix,
  );
  screen.querySelector("#comparison-aspect").value = state.aspect;
  fill();
}

/** How many items are positive in exactly which sources; a click shows only these. */
function upset(state, fill) {
  const columns = comparison.sets[state.aspect]
    .map(([inside, counts]) => [inside, Object.values(counts).reduce((sum, count) => sum + count, 0), counts])
    .filter(([, total]) => total > 0);
  const most = Math.max(1, ...columns.map(([, total]) => total));
  const rows = columns.map(([inside, total, counts]) => {
    const bar = el("span", { class: "bar-fill", "aria-hidden": "true" });
    bar.style.width = `${(100 * total) / most}%`;
    const names = comparison.sources.filter((_, i) => inside[i]).map((source) => source.name);
    const key = inside.join();
    return el(
      "tr",
      {},
      inside.map((on) => el("td", { class: "dot" }, el("span", { "aria-hidden": "true" }, on ? "●" : "○"))),
      el("td", { class: "bars" }, bar),
      el(
        "td",
        {},
        el(
          "button",
          {
            type: "button",
            class: "link",
            "aria-pressed": String(state.sets === key),
            onclick: () => {
              state.sets = state.sets === key ? null : key;
              fill();
            },
          },
          `${show(total)} said of ${names.join(" and ")} only`,
        ),
      ),
      el(
        "td",
        { class: "quiet" },
        Object.entries(counts)
          .map(([type, count]) => `${show(count)} ${TYPES[type][count === 1 ? "name" : "many"].replace(/^[A-Z]/, (c) => c.toLowerCase())}`)
          .join(", "),
      ),
    );
  });
  return [
    el("h3", {}, `${ASPECTS[state.aspect].positive === "has" ? "Said to have it" : "Said to raise it"}: in exactly these sources`),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": "Items by sources" },
      el(
        "table",
        { class: "small" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            comparison.sources.map((source) => el("th", { scope: "col" }, source.name)),
            el("th", { scope: "col" }, "Items"),
            el("td"),
            el("td"),
          ),
        ),
        el("tbody", {}, rows),
      ),
    ),
  ];
}

function matrixOf(state, go) {
  const inside = (row) => row.cells.map((cell) => cell.state === "positive").join();
  const rows = comparison.rows
    .filter(
      (row) =>
        row.aspect === state.aspect &&
        (!state.type || data.nodes[row.item].type === state.type) &&
        (!state.verdict || row.verdict === state.verdict) &&
        (state.sets === null || inside(row) === state.sets),
    )
    .map((row) => ({
      row,
      name: data.nodes[row.item].label,
      verdict: VERDICTS[row.verdict],
      side: row.side_by_side,
      ...Object.fromEntries(row.cells.map((cell, i) => [`cell${i}`, strength(cell)])),
    }));
  const columns = [
    { key: "name", name: "Concept", cell: ({ row }) => nodeButton(row.item, go) },
    ...comparison.sources.map((source, i) => ({
      key: `cell${i}`,
      name: source.name,
      numeric: true,
      cell: ({ row }) => cellOf(row.cells[i], row.aspect),
    })),
    { key: "verdict", name: "Verdict" },
    {
      key: "side",
      name: "Side-by-side studies",
      numeric: true,
      cell: ({ side }) => (side ? show(side) : "none"),
    },
  ];
  return sortable("What each source is said to have or do; open a row for the evidence", columns, rows, {
    open: ({ row }) => evidenceOf(row, go),
    few: 50,
  });
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

function cellOf(cell, aspect) {
  const quiet = cell.state === "together" || cell.state === "blank";
  return el(
    "span",
    { class: quiet ? "quiet" : "" },
    el("span", { "aria-hidden": "true" }, `${MARKS[cell.state]} `),
    words(cell, aspect),
    quiet ? "" : ` ${share(cell.belief)}`,
    cell.speculative ? " (speculated)" : "",
  );
}

/** All the evidence of a row, source by source; what has none is named as such. */
function evidenceOf(row, go) {
  return row.cells.flatMap((cell, i) => [
    el("h3", {}, `${comparison.sources[i].name}: ${words(cell, row.aspect)}`),
    cell.edges.length === 0 && el("p", { class: "quiet" }, "No sentence of these texts names the two together."),
    ...cell.edges.flatMap((index) => {
      const edge = data.edges[index];
      return [
        el("p", {}, edgeButton(edge, go)),
        edge.layer === "relation" ? sentencesOf(edge, go) : placesOf(edge, go),
      ];
    }),
  ]);
}
