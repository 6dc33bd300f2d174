// What is not said yet: pairs of concepts that no sentence joins, with the ways that lead from one to the other.
import { counted, el, share, show } from "./dom.js";
import { data, TYPES } from "./data.js";
import { edgeButton, nodeButton } from "./cards.js";
import { save } from "./export.js";
import { placesOf, sentencesOf } from "./pieces.js";
import { sortable, tsv } from "./tables.js";

/** Fill the screen; `go` changes the page's address. */
export function startUnsaid(screen, go) {
  screen.append(
    el("h2", {}, "Not said yet"),
    el(
      "p",
      { class: "quiet" },
      "Pairs that no sentence of these texts joins, ranked by the concepts that both are linked with: A with B, B with C, but not A with C. Such a link may be wrong, trivial, or known from texts that were not read: the list tells where to look, not what is true. Lift is the score beside what two concepts so much linked would have anyway.",
    ),
  );
  if (!data.unsaid.length) {
    screen.append(el("p", {}, "There is none: nothing links two concepts that no sentence joins."));
    return;
  }
  const label = (node) => data.nodes[node].label;
  const rows = data.unsaid.map((link, index) => ({
    ...link,
    index,
    from: label(link.a),
    to: label(link.c),
    types: [data.nodes[link.a].type, data.nodes[link.c].type].sort().join(" "),
    over: link.ways.map(([node]) => label(node)).join(", "),
    search: [link.a, link.c, ...link.ways.map(([node]) => node)]
      .flatMap((node) => [data.nodes[node].name, label(node), data.nodes[node].id])
      .join("\n")
      .toLowerCase(),
  }));
  const columns = [
    { key: "from", name: "A", cell: (row) => nodeButton(row.a, go) },
    { key: "to", name: "C", cell: (row) => nodeButton(row.c, go) },
    { key: "over", name: "Over", cell: (row) => (row.over.length > 90 ? `${row.over.slice(0, 89)}…` : row.over) },
    { key: "through", name: "Concepts between", numeric: true },
    { key: "score", name: "Score", numeric: true },
    { key: "lift", name: "Lift", numeric: true, cell: (row) => show(row.lift, 2) },
    {
      key: "documents",
      name: "Documents naming both",
      numeric: true,
      cell: (row) => (row.documents === null ? "–" : row.documents ? show(row.documents) : "none"),
    },
  ];
  const table = sortable("Indirect links; open a row for its ways and their evidence", columns, rows, {
    open: (row) => waysOf(row, go),
  });
  const told = el("span", { class: "quiet", role: "status" }, counted(rows.length, "link"));
  const text = el("input", { type: "search", id: "unsaid-search", placeholder: "a name or identifier" });
  const kinds = el(
    "select",
    { id: "unsaid-types" },
    el("option", { value: "" }, "All pairs of types"),
    [...new Set(rows.map((row) => row.types))].sort().map((pair) => {
      const [one, other] = pair.split(" ");
      return el("option", { value: pair }, `${TYPES[one].name} and ${TYPES[other].name}`);
    }),
  );
  const apart = el("input", { type: "checkbox", id: "unsaid-apart" });
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(
      (row) =>
        words.every((word) => row.search.includes(word)) &&
        (!kinds.value || row.types === kinds.value) &&
        (!apart.checked || row.documents === 0),
    );
    told.textContent = counted(found.length, "link");
    table.fill(found);
  };
  text.addEventListener("input", filter);
  kinds.addEventListener("change", filter);
  apart.addEventListener("change", filter);
  const ids = [
    { name: "a", text: (row) => data.nodes[row.a].id },
    { name: "c", text: (row) => data.nodes[row.c].id },
  ];
  screen.append(
    el(
      "div",
      { class: "bar" },
      el("label", { class: "field" }, "Search", text),
      el("label", { class: "field" }, "Types", kinds),
      el("label", { class: "box" }, apart, "No document names both"),
      told,
      el(
        "button",
        {
          type: "button",
          class: "link",
          id: "unsaid-tsv",
          onclick: () =>
            save("indirect.tsv", new Blob([tsv([...ids, ...columns], table.rows())], { type: "text/tab-separated-values" })),
        },
        "Save as TSV",
      ),
    ),
    table,
  );
}

/** The ways of a link, each with its two edges and their sentences. */
function waysOf(row, go) {
  const parts = row.ways.map(([over, part, first, second, sign, forward]) => {
    const [one, other] = [data.edges[first], data.edges[second]];
    const [start, end] = forward === false ? [row.to, row.from] : [row.from, row.to];
    return el(
      "section",
      { class: "way" },
      el(
        "h3",
        {},
        "Over ",
        nodeButton(over, go),
        el("span", { class: "quiet" }, ` ${share(part)} of the score`),
        sign !== 0 &&
          el(
            "span",
            { class: `tag ${sign > 0 ? "plus" : "minus"}` },
            `if both hold: ${start} ${sign > 0 ? "raises or has" : "lowers or lacks"} ${end}`,
          ),
      ),
      [one, other].flatMap((edge) => [edgeButton(edge, go), sentences(edge, go)]),
    );
  });
  const rest = row.through - row.ways.length;
  return [...parts, rest > 0 && el("p", { class: "quiet" }, `and over ${counted(rest, "more concept")}`)];
}

/** The sentences of an edge, made when they are asked for. */
function sentences(edge, go) {
  const box = el("details", {}, el("summary", {}, counted(edge.sentences, "sentence")));
  box.addEventListener("toggle", () => {
    if (box.open && box.childElementCount === 1)
      box.append(edge.layer === "relation" ? sentencesOf(edge, go) : placesOf(edge, go));
  });
  return box;
}
