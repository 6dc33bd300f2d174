// The evidence screen: every statement as a table that can be sorted and filtered.
import { counted, el, share } from "./dom.js";
import { data, documentsOf } from "./data.js";
import { edgeCard, nodeButton, statementRow } from "./cards.js";
import { save } from "./export.js";
import { stays } from "./stability.js";
import { sortable, tsv } from "./tables.js";

/** Which statements to show: name and test. */
const KINDS = {
  all: ["All statements", () => true],
  several: ["Told by two documents or more", (edge) => edge.documents > 1],
  stable: ["There without any one document", (edge) => edge.stability === 1],
  contested: ["Contested", (edge) => edge.contested === true],
  certain: ["Not only speculated", (edge) => edge.speculative !== true],
  speculative: ["Only speculated", (edge) => edge.speculative === true],
};
const IDS = [
  { name: "head id", text: ({ edge }) => data.nodes[edge.source].id },
  { name: "tail id", text: ({ edge }) => data.nodes[edge.target].id },
];
/** The table of sentences: one line a piece of evidence. */
const SENTENCES = [
  ...IDS,
  { name: "head", text: ({ edge }) => data.nodes[edge.source].label },
  { name: "relation", text: ({ edge }) => edge.type },
  { name: "tail", text: ({ edge }) => data.nodes[edge.target].label },
  { name: "side", text: ({ piece }) => (piece.for ? "for" : "against") },
  { name: "polarity", text: ({ piece }) => piece.polarity },
  { name: "speculative", text: ({ piece }) => piece.speculative },
  { name: "confidence", text: ({ piece }) => piece.confidence },
  { name: "rule", text: ({ piece }) => piece.rule },
  { name: "document", text: ({ piece }) => data.documents[piece.place[0]].source },
  { name: "title", text: ({ piece }) => data.documents[piece.place[0]].title },
  { name: "section", text: ({ piece }) => piece.section },
  { name: "sentence", text: ({ piece: { place: [number, start, end] } }) => data.documents[number].text.slice(start, end) },
  { name: "studies", text: ({ piece }) => piece.studies.join(" | ") },
];

function saveTable(name, text) {
  save(name, new Blob([text], { type: "text/tab-separated-values" }));
}

function button(id, name, onclick) {
  return el("button", { type: "button", class: "link", id, onclick }, name);
}

/** Fill the screen; `go` changes the page's address. */
export function startEvidence(screen, go) {
  const rows = data.edges.filter((edge) => edge.layer === "relation").map(statementRow);
  const columns = [
    { key: "head", name: "Head", cell: ({ edge }) => nodeButton(edge.source, go) },
    { key: "type", name: "Relation" },
    { key: "polarity", name: "Polarity" },
    { key: "tail", name: "Tail", cell: ({ edge }) => nodeButton(edge.target, go) },
    { key: "belief", name: "Belief", numeric: true, cell: ({ belief }) => share(belief) },
    { key: "sentences", name: "Sentences", numeric: true },
    { key: "documents", name: "Documents", numeric: true },
    { key: "studies", name: "Studies", numeric: true },
    { key: "stability", name: "Stability", numeric: true, cell: ({ edge }) => stays(edge) },
  ];
  const table = sortable(
    "Statements, those worth reading first at the top. Stability: the share of its documents without which a statement is still there, its sign the same",
    columns,
    rows,
    { open: ({ edge }) => edgeCard(edge, go) },
  );
  const told = el("span", { class: "quiet", role: "status" });
  const text = el("input", { type: "search", id: "evidence-search", placeholder: "name, identifier, relation" });
  const type = choice("evidence-type", "All relations", [...new Set(rows.map((row) => row.type))].sort());
  const polarity = choice(
    "evidence-polarity",
    "All polarities",
    [...new Set(rows.map((row) => row.polarity))].filter(Boolean).sort(),
  );
  const document_ = el(
    "select",
    { id: "evidence-document" },
    el("option", { value: "" }, "All documents"),
    data.documents.map((source, i) => el("option", { value: i }, source.title.slice(0, 70))),
  );
  const kind = el(
    "select",
    { id: "evidence-kind" },
    Object.entries(KINDS).map(([key, [name]]) => el("option", { value: key }, name)),
  );
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(
      (row) =>
        words.every((word) => row.search.includes(word)) &&
        (!type.value || row.type === type.value) &&
        (!polarity.value || row.polarity === polarity.value) &&
        KINDS[kind.value][1](row.edge) &&
        (document_.value === "" || documentsOf(row.edge).has(Number(document_.value))),
    );
    told.textContent = counted(found.length, "statement");
    table.fill(found);
  };
  text.addEventListener("input", filter);
  for (const choice_ of [type, polarity, document_, kind]) choice_.addEventListener("change", filter);
  const field = (name, control) => el("label", { class: "field" }, name, control);
  screen.append(
    el("h2", {}, "Evidence"),
    el(
      "div",
      { class: "bar" },
      field("Search", text),
      field("Relation", type),
      field("Polarity", polarity),
      field("Document", document_),
      field("Show", kind),
    ),
    el(
      "p",
      { class: "chips" },
      told,
      button("evidence-tsv", "Save the statements as TSV", () =>
        saveTable("statements.tsv", tsv([...IDS, ...columns], table.rows())),
      ),
      button("evidence-sentences", "Save their sentences as TSV", () =>
        saveTable("evidence.tsv", tsv(SENTENCES, table.rows().flatMap(({ edge }) => edge.evidence.map((piece) => ({ edge, piece }))))),
      ),
    ),
    table,
  );
  filter();
}

function choice(id, all, values) {
  return el(
    "select",
    { id },
    el("option", { value: "" }, all),
    values.map((value) => el("option", { value }, value)),
  );
}
