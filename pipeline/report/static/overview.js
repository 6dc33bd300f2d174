// The overview: what was read, what was found, how accurate it is, the strongest findings in words.
import { counted, cut, el, share, show } from "./dom.js";
import { data, TYPES } from "./data.js";
import { nodeButton } from "./cards.js";
import { relationTable, small, types, years } from "./counts.js";
import { sortable } from "./tables.js";
import { newsOf } from "./news.js";
import { intervalOf, scoreOf } from "./evaluation.js";

const { overview } = data;

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
