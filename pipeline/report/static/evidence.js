// The evidence screen: every statement as a table that can be sorted and filtered.
import { counted, el, share } from "./dom.js";
import { data, documentsOf } from "./data.js";
import { edgeCard, nodeButton, statementRow } from "./cards.js";
import { sortable } from "./tables.js";

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
  ];
  const table = sortable(
    "Statements: relations between concepts from all documents, those worth reading first at the top",
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
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(
      (row) =>
        words.every((word) => row.search.includes(word)) &&
        (!type.value || row.type === type.value) &&
        (!polarity.value || row.polarity === polarity.value) &&
        (document_.value === "" || documentsOf(row.edge).has(Number(document_.value))),
    );
    told.textContent = counted(found.length, "statement");
    table.fill(found);
  };
  text.addEventListener("input", filter);
  for (const choice_ of [type, polarity, document_]) choice_.addEventListener("change", filter);
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
      told,
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
