// The evaluation's screen: scores against gold, and every error in its context.
import { counted, el, show } from "./dom.js";
import { data } from "./data.js";
import { marked } from "./marks.js";
import { sortable } from "./tables.js";

/** Fill the screen; `go` changes the page's address. */
export function startEvaluation(screen, go) {
  screen.append(el("h2", {}, "Evaluation"));
  if (data.evaluation === null) {
    screen.append(el("p", {}, "None of these documents has gold: accuracy cannot be told from this run. Texts of the corpus, or your own with a gold manifest, are scored here."));
    return;
  }
  screen.append(el("p", { class: "quiet" }, "Strict: span and type agree. Overlap: type agrees and the spans overlap. A dash means that nothing was asked or nothing answered."),
    sortable("Scores against gold", columnsOf(data.evaluation), data.evaluation, { few: 200 }));
  errors(screen, go);
}

/** Columns from the rows themselves; numbers stand right. */
function columnsOf(rows, leave = []) {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !leave.includes(key));
  return keys.map((key) => {
    const numeric = rows.some((row) => typeof row[key] === "number") && rows.every((row) => typeof row[key] === "number" || row[key] === null || row[key] === undefined);
    return { key, name: key.replaceAll("_", " "), numeric, cell: (row) => (numeric ? show(row[key], 3) : row[key] === null || row[key] === undefined ? "–" : String(row[key])) };
  });
}

function errors(screen, go) {
  if (data.errors === null) return;
  screen.append(el("h3", {}, `Errors (${show(data.errors.length)})`));
  if (!data.errors.length) {
    screen.append(el("p", {}, "None: everything agrees with the gold."));
    return;
  }
  const rows = data.errors.map((row) => ({ ...row, context: context(row).textContent }));
  const leave = ["place", "context", "start", "end", "document", "source"];
  const names = columnsOf(data.errors, leave);
  const columns = [...names, { key: "context", name: "in its context", cell: (row) => context(row, go) }];
  const table = sortable("Every error in its context", columns, rows, { few: 50 });
  const words = names.filter(({ key }) => new Set(rows.map((row) => row[key])).size <= 24);
  const choices = words.map(({ key, name }) => {
    const values = [...new Set(rows.map((row) => row[key]))].filter((value) => value !== null && value !== undefined).map(String).sort();
    return el("select", { "data-key": key, "aria-label": name }, el("option", { value: "" }, `All: ${name}`), values.map((value) => el("option", { value }, value)));
  });
  const told = el("span", { class: "quiet", role: "status" }, counted(rows.length, "error"));
  const filter = () => {
    const found = rows.filter((row) => choices.every((choice) => !choice.value || String(row[choice.dataset.key]) === choice.value));
    told.textContent = counted(found.length, "error");
    table.fill(found);
  };
  choices.forEach((choice) => choice.addEventListener("input", filter));
  screen.append(el("div", { class: "bar" }, choices, told), table);
}

function context(row, go = null) {
  if (!row.place) return el("span", {}, String(row.context ?? ""));
  const [number, start, end] = row.place;
  const source = data.documents[number];
  const passage = source.passages.find((one) => one.start <= start && start < one.end) ?? { start: 0, end: source.text.length };
  const [from, to] = [Math.max(passage.start, start - 70), Math.min(passage.end, Math.max(end, start) + 70)];
  return el("div", { class: "context" },
    from > passage.start ? "…" : "", source.text.slice(from, start), el("strong", { class: "spot" }, source.text.slice(start, end)), source.text.slice(end, to), to < passage.end ? "… " : " ",
    go && el("button", { type: "button", class: "link", onclick: () => go(`documents/${number}/${start}`) }, "open"));
}
