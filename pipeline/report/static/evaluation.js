// The evaluation's screen: scores against gold, and every error in its context.
import { counted, el, share, show, tableHead } from "./dom.js";
import { data, TYPES } from "./data.js";
import { sortable } from "./tables.js";

const NONE = (value) => value === null || value === undefined;

/** A score of the whole: of a task by a metric. */
export function scoreOf(task, metric, type = "all") {
  return (data.evaluation ?? []).find(
    (row) => row.task === task && row.metric === metric && row.type === type && (row.slice ?? "all") === "all",
  );
}

/** The interval of an F1, where there is one. */
export function intervalOf(row) {
  return NONE(row?.low) ? "" : `${share(row.low)}–${share(row.high)}`;
}

/** Fill the screen; `go` changes the page's address. */
export function startEvaluation(screen, go) {
  screen.append(el("h2", {}, "Evaluation"));
  if (data.evaluation === null) {
    screen.append(
      el(
        "p",
        {},
        "None of these documents has gold: accuracy cannot be told from this run. Texts of the corpus, or your own with a gold manifest, are scored here.",
      ),
    );
    return;
  }
  screen.append(
    el(
      "p",
      { class: "quiet" },
      "Strict: type and span agree. Overlap: type agrees and the spans overlap. In brackets the 95 % interval of F1, where it can be told. A dash means that nothing was asked or nothing answered.",
    ),
    data.reconciled
      ? el(
          "p",
          {},
          el("a", { href: "reconciliation.html", id: "reconciliation" }, "Gold and extraction side by side, thing by thing"),
        )
      : "",
    byType("Mentions", "mentions"),
    byType("Relations", "relations"),
  );
  const columns = columnsOf(data.evaluation);
  const table = sortable("All scores, by task, metric, type and part of the texts", columns, data.evaluation);
  screen.append(
    el(
      "details",
      { class: "section" },
      el("summary", {}, `All scores (${show(data.evaluation.length)})`),
      choices(columns, data.evaluation, table, "score"),
      table,
    ),
  );
  errors(screen, go);
}

/** One task: a line a type, strict beside overlap. */
function byType(title, task) {
  const types = [
    ...new Set(data.evaluation.filter((row) => row.task === task && row.metric === "strict").map((row) => row.type)),
  ].filter((type) => scoreOf(task, "strict", type));
  if (!types.length) return "";
  const heads = ["Type", "Gold", "Found", "Precision", "Recall", "F1 strict", "", "Precision", "Recall", "F1 overlap"];
  const lines = types.map((type) => {
    const [strict, loose] = [scoreOf(task, "strict", type), scoreOf(task, "overlap", type)];
    const look = TYPES[type];
    const number = (value) => el("td", { class: "number" }, show(value));
    const part = (value) => el("td", { class: "number" }, share(value));
    const bar = el("span", { class: "bar-fill score", "aria-hidden": "true" });
    bar.style.width = `${100 * (strict.f1 ?? 0)}%`;
    return el(
      "tr",
      { class: type === "all" && "total" },
      el(
        "th",
        { scope: "row" },
        look && el("span", { class: `shape ${look.css}`, "aria-hidden": "true" }),
        look?.many ?? type.replaceAll("_", " ").toLowerCase(),
      ),
      number(strict.gold),
      number(strict.predicted),
      part(strict.precision),
      part(strict.recall),
      el(
        "td",
        { class: "number" },
        el("strong", {}, share(strict.f1)),
        intervalOf(strict) && el("span", { class: "quiet" }, ` (${intervalOf(strict)})`),
      ),
      el("td", { class: "bars" }, bar),
      part(loose?.precision),
      part(loose?.recall),
      el("td", { class: "number" }, el("strong", {}, share(loose?.f1))),
    );
  });
  return el(
    "section",
    {},
    el("h3", {}, title),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": title },
      el("table", { class: "small" }, tableHead(heads), el("tbody", {}, lines)),
    ),
  );
}

/** Columns from the rows themselves; numbers stand right. */
function columnsOf(rows, leave = []) {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !leave.includes(key));
  return keys.map((key) => {
    const numeric =
      rows.some((row) => typeof row[key] === "number") &&
      rows.every((row) => typeof row[key] === "number" || NONE(row[key]));
    return {
      key,
      name: key.replaceAll("_", " "),
      numeric,
      cell: (row) => (numeric ? show(row[key], 3) : NONE(row[key]) ? "–" : String(row[key])),
    };
  });
}

/** A bar of choices over a table, one for each column of few words. */
function choices(columns, rows, table, noun) {
  const told = el("span", { class: "quiet", role: "status" }, counted(rows.length, noun));
  const selects = columns
    .filter(({ numeric, key }) => !numeric && key !== "gold" && key !== "predicted")
    .map(({ key, name }) => [
      key,
      name,
      [...new Set(rows.map((row) => row[key]))]
        .filter((value) => !NONE(value))
        .map(String)
        .sort(),
    ])
    .filter(([, , values]) => values.length > 1 && values.length <= 30)
    .map(([key, name, values]) =>
      el(
        "select",
        { "data-key": key, "aria-label": name },
        el("option", { value: "" }, `any ${name}`),
        values.map((value) => el("option", { value }, value)),
      ),
    );
  const filter = () => {
    const found = rows.filter((row) =>
      selects.every((select) => !select.value || String(row[select.dataset.key]) === select.value),
    );
    told.textContent = counted(found.length, noun);
    table.fill(found);
  };
  selects.forEach((select) => select.addEventListener("change", filter));
  return el("div", { class: "bar choices" }, selects, told);
}

function errors(screen, go) {
  if (data.errors === null) return;
  screen.append(el("h3", {}, `Errors (${show(data.errors.length)})`));
  if (!data.errors.length) {
    screen.append(el("p", {}, "None: everything agrees with the gold."));
    return;
  }
  const rows = data.errors.map((row) => ({ ...row, context: context(row).textContent }));
  const columns = columnsOf(data.errors, ["place", "start", "end", "before", "mark", "after", "surface", "found_by"]);
  columns.push({ key: "context", name: "in its context", cell: (row) => context(row, go) });
  const order = ["kind", "type", "context", "gold", "predicted", "cause"];
  const place = ({ key }) => (order.includes(key) ? order.indexOf(key) : order.length);
  columns.sort((a, b) => place(a) - place(b));
  const table = sortable("Every error in its context", columns, rows);
  screen.append(choices(columns, rows, table, "error"), table);
}

/** The place of an error: in the document if it was read, else in the words that the row brings. */
function context(row, go = null) {
  let [before, mark, after] = [row.before ?? "", row.mark ?? row.surface ?? "", row.after ?? ""];
  if (row.place) {
    const [number, start, end] = row.place;
    const source = data.documents[number];
    const passage = source.passages.find((one) => one.start <= start && start < one.end) ?? {
      start: 0,
      end: source.text.length,
    };
    const [from, to] = [Math.max(passage.start, start - 70), Math.min(passage.end, end + 70)];
    before = source.text.slice(from, start);
    if (from > passage.start) before = before.replace(/^\S*\s+/, "… ");
    mark = source.text.slice(start, end);
    after = source.text.slice(end, to);
    if (to < passage.end) after = after.replace(/\s+\S*$/, " …");
  }
  return el(
    "div",
    { class: "context" },
    before,
    el("strong", { class: "spot" }, mark),
    `${after} `,
    go &&
      row.place &&
      el(
        "button",
        { type: "button", class: "link", onclick: () => go(`documents/${row.place[0]}/${row.place[1]}`) },
        "open",
      ),
  );
}
