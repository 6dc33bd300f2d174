// The overview: what was read, what was found, how accurate it is, the strongest findings in words.
import { counted, cut, el, share, show, tableHead } from "./dom.js";
import { data, TYPES, typeName } from "./data.js";
import { nodeButton } from "./cards.js";
import { sortable } from "./tables.js";
import { newsOf } from "./news.js";
import { intervalOf, scoreOf } from "./evaluation.js";

const { overview } = data;

/** A small table that scrolls by itself where the screen is narrow. */
function small(heads, rows, caption = null) {
  return el(
    "div",
    { class: "scroll" },
    el(
      "table",
      { class: "small" },
      caption && el("caption", { class: "unseen" }, caption),
      tableHead(heads),
      el("tbody", {}, rows),
    ),
  );
}

/** Fill the screen; `go` changes the page's address. */
export function startOverview(screen, go) {
  const mentions = overview.types.reduce((sum, [, count]) => sum + count, 0);
  const relations = overview.relations.reduce((sum, [, count]) => sum + count, 0);
  const [read, failed] = [data.numbers.documents, overview.failures.length];
  const tiles = [
    [show(read), `documents read${failed ? `, ${show(failed)} failed` : ""}`],
    [show(mentions), "mentions"],
    [show(data.numbers.nodes), "concepts"],
    [show(relations), "relations"],
    [show(overview.studies), "primary studies cited"],
  ];
  screen.append(
    el(
      "dl",
      { class: "tiles" },
      tiles.map(([value, name]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
    ),
    failures(),
    newsOf(overview.news, go),
    el(
      "div",
      { class: "columns" },
      el("div", {}, findings(go), hubs(go)),
      el("div", {}, types(mentions), relationTable(), years(), accuracy(go)),
    ),
    documents(go),
    duplicates(),
    undrawn(),
    summary(),
  );
}

function failures() {
  if (!overview.failures.length) return "";
  return el(
    "section",
    { class: "alert" },
    el("h2", {}, `${counted(overview.failures.length, "source")} could not be read`),
    el(
      "ul",
      {},
      overview.failures.map((failure) =>
        el(
          "li",
          {},
          el("code", {}, failure.source),
          ` ${failure.reason}. `,
          failure.remedy && el("strong", {}, `${failure.remedy}.`),
          el("span", { class: "quiet" }, ` ${failure.stage}: ${failure.what}`),
        ),
      ),
    ),
  );
}

function findings(go) {
  if (!overview.findings.length)
    return el("section", {}, el("h2", {}, "Findings"), el("p", {}, "No relation was found in these texts."));
  return el(
    "section",
    {},
    el("h2", {}, "The strongest findings"),
    el(
      "ol",
      { class: "findings" },
      overview.findings.map((finding) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "link", onclick: () => go(`network/edge/${finding.edge}`) },
            `${cut(data.nodes[finding.head].label, 60)} ${finding.says} ${cut(data.nodes[finding.tail].label, 60)}`,
          ),
          el("span", { class: "quiet" }, `${finding.basis}; belief ${share(finding.belief)}`),
        ),
      ),
    ),
  );
}

function hubs(go) {
  return el(
    "section",
    {},
    el("h2", {}, "The most linked concepts"),
    overview.hubs
      .filter(([, nodes]) => nodes.length)
      .map(([type, nodes]) =>
        el(
          "p",
          { class: "chips" },
          el("span", { class: "quiet first" }, TYPES[type].many),
          nodes.map((node) => nodeButton(node, go)),
        ),
      ),
  );
}

function types(mentions) {
  const most = Math.max(1, ...overview.types.map(([, count]) => count));
  const rows = overview.types.map(([type, count, concepts, linked]) => {
    const bar = el("span", { class: `bar-fill ${TYPES[type].css}`, "aria-hidden": "true" });
    bar.style.width = `${(100 * count) / most}%`;
    return el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        el("span", { class: `shape ${TYPES[type].css}`, "aria-hidden": "true" }),
        TYPES[type].many,
      ),
      el("td", { class: "number" }, show(count)),
      el("td", { class: "bars" }, bar),
      el("td", { class: "number" }, show(concepts)),
      el("td", { class: "number" }, concepts ? `${show((100 * linked) / concepts, 0)} %` : "–"),
    );
  });
  return el(
    "section",
    {},
    el("h2", {}, "Concepts"),
    small(["Type", "Mentions", "", "Concepts", "Linked"], rows, `${show(mentions)} mentions by type`),
  );
}

function relationTable() {
  const rows = overview.relations.map(([type, count, statements]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, typeName(type)),
      el("td", { class: "number" }, show(count)),
      el("td", { class: "number" }, show(statements)),
    ),
  );
  rows.push(
    el(
      "tr",
      {},
      el("th", { scope: "row" }, "named together"),
      el("td", { class: "number" }, "–"),
      el("td", { class: "number" }, show(overview.cooccurrences)),
    ),
  );
  return el("section", {}, el("h2", {}, "Relations"), small(["Type", "In the texts", "Between concepts"], rows));
}

/** How many documents are of which year. */
function years() {
  const counts = new Map();
  for (const { year } of data.documents) if (year) counts.set(year, (counts.get(year) ?? 0) + 1);
  if (counts.size < 2) return "";
  const first = Math.min(...counts.keys());
  const all = Array.from({ length: Math.max(...counts.keys()) - first + 1 }, (_, i) => [first + i, counts.get(first + i) ?? 0]);
  const most = Math.max(...counts.values());
  const bars = all.map(([year, count]) => {
    const bar = el("span", { class: "year", title: `${year}: ${counted(count, "document")}` });
    bar.style.height = `${(100 * count) / most}%`;
    return bar;
  });
  const without = data.documents.length - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const told = all.filter(([, count]) => count).map(([year, count]) => `${year}: ${count}`);
  return el(
    "section",
    {},
    el("h2", {}, "Years"),
    el("div", { class: "years", role: "img", "aria-label": `Documents by year. ${told.join(", ")}` }, bars),
    el(
      "p",
      { class: "quiet ends" },
      el("span", {}, String(first)),
      without > 0 && el("span", {}, `${counted(without, "document")} without a year`),
      el("span", {}, String(all.at(-1)[0])),
    ),
  );
}

/** Which pages of PDFs have no picture, and why. */
function undrawn() {
  if (!data.undrawn.length) return "";
  return el(
    "section",
    {},
    el("h2", {}, "Pages without a picture"),
    el("ul", {}, data.undrawn.map((text) => el("li", {}, text))),
  );
}

function accuracy(go) {
  if (data.evaluation === null)
    return el(
      "section",
      {},
      el("h2", {}, "Accuracy"),
      el("p", {}, "None of these documents has gold, so that accuracy cannot be told from this run."),
    );
  const scores = [
    ["Mentions, strict", "mentions", "strict"],
    ["Mentions, overlap", "mentions", "overlap"],
    ["Relations, overlap", "relations", "overlap"],
  ]
    .map(([name, task, metric]) => [name, scoreOf(task, metric)])
    .filter(([, row]) => row);
  return el(
    "section",
    {},
    el("h2", {}, "Accuracy against gold"),
    scores.length > 0 &&
      small(
        ["Scored", "Precision", "Recall", "F1", "95 %"],
        scores.map(([name, row]) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, name),
            ["precision", "recall", "f1"].map((key) => el("td", { class: "number" }, share(row[key]))),
            el("td", { class: "number quiet" }, intervalOf(row) || "–"),
          ),
        ),
      ),
    el(
      "p",
      {},
      el(
        "button",
        { type: "button", class: "link", onclick: () => go("evaluation") },
        `See all scores${data.errors?.length ? ` and ${counted(data.errors.length, "error")}` : ""}`,
      ),
    ),
  );
}

function documents(go) {
  const rows = data.documents.map((source, i) => ({
    i,
    title: source.title,
    year: source.year,
    mentions: source.counts.mentions,
    relations: source.relations,
    references: source.references,
    source: source.source,
  }));
  return el(
    "section",
    {},
    el("h2", {}, "Documents read"),
    sortable(
      "Documents read",
      [
        {
          key: "title",
          name: "Title",
          cell: (row) =>
            el(
              "button",
              { type: "button", class: "link", onclick: () => go(`documents/${row.i}`) },
              cut(row.title, 140),
            ),
        },
        { key: "year", name: "Year", numeric: true, cell: (row) => String(row.year ?? "–") },
        { key: "mentions", name: "Mentions", numeric: true },
        { key: "relations", name: "Relations", numeric: true },
        { key: "references", name: "References", numeric: true },
        { key: "source", name: "Source" },
      ],
      rows,
    ),
  );
}

function duplicates() {
  if (!overview.duplicates.length) return "";
  return el(
    "section",
    {},
    el("h2", {}, "Left out because another source has the same content"),
    el(
      "ul",
      {},
      overview.duplicates.map((text) => el("li", {}, text)),
    ),
  );
}

function summary() {
  if (!overview.summary.length) return "";
  return el(
    "section",
    {},
    el("h2", {}, "This run"),
    el(
      "dl",
      { class: "facts" },
      overview.summary.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value ?? "–")))),
    ),
  );
}
