// What is new since the last run: what was gained, lost and changed, each with its cause.
import { counted, cut, el, share, show } from "./dom.js";
import { data, typeName } from "./data.js";
import { sortable } from "./tables.js";

const WHAT = {
  gained: "gained",
  lost: "lost",
  sign: "changed in sign",
  strength: "changed in strength",
  significance: "changed in significance",
};
const LAYERS = { relation: ["statement", "statements"], cooccurrence: ["co-occurrence", "co-occurrences"] };

/** The section of the overview; `go` changes the page's address. */
export function newsOf(news, go) {
  if (!news) return "";
  const told = Object.entries(LAYERS).flatMap(([layer, [one, many]]) => {
    const parts = Object.entries(WHAT)
      .filter(([what]) => news.counts[layer][what])
      .map(([what, words], i) => `${i ? show(news.counts[layer][what]) : counted(news.counts[layer][what], one, many)} ${words}`);
    return parts.length ? [parts.join(", ")] : [];
  });
  const [gained, lost] = news.documents;
  const why = [
    gained.length && `${counted(gained.length, "new document")}`,
    lost.length && `${counted(lost.length, "document")} left out`,
    news.extractor && "another model, lexicon or way of reading",
    ...news.settings.map((setting) => `setting ${setting}`),
  ].filter(Boolean);
  return el(
    "section",
    { id: "news" },
    el("h2", {}, "New since the last run"),
    el("p", { class: "quiet" }, `Compared with ${news.since}: ${why.length ? why.join("; ") : "the same documents, model and settings"}.`),
    told.length ? el("ul", { class: "blanks" }, told.map((text) => el("li", {}, text))) : el("p", {}, "Nothing changed."),
    named("New documents", gained),
    named("Documents left out", lost),
    told.length > 0 && changes(news, go),
  );
}

function named(title, sources) {
  if (!sources.length) return "";
  return el(
    "details",
    { class: "section" },
    el("summary", {}, `${title} (${show(sources.length)})`),
    el("ul", {}, sources.map((source) => el("li", {}, el("code", {}, source)))),
  );
}

function changes(news, go) {
  const name = (end) => (typeof end === "number" ? data.nodes[end].label : end);
  const rows = news.changes.map(([what, layer, type, head, tail, before, after, cause, edge]) => ({
    what: WHAT[what],
    said: `${cut(name(head), 60)} ${layer === "relation" ? typeName(type) : "named together with"} ${cut(name(tail), 60)}`,
    before: before?.[1] ?? null,
    after: after?.[1] ?? null,
    states: [before, after],
    cause,
    edge,
    layer,
  }));
  const state = (i) => (row) => {
    const one = row.states[i];
    return one ? `${one[0] ? `${one[0]} ` : ""}${row.layer === "relation" ? share(one[1]) : show(one[1])}` : "–";
  };
  const table = sortable(
    "Changes, statements first, the strongest at the top",
    [
      { key: "what", name: "What" },
      {
        key: "said",
        name: "Edge",
        cell: (row) =>
          row.edge === null
            ? row.said
            : el("button", { type: "button", class: "link", onclick: () => go(`network/edge/${row.edge}`) }, row.said),
      },
      { key: "before", name: "Before", numeric: true, cell: state(0) },
      { key: "after", name: "After", numeric: true, cell: state(1) },
      { key: "cause", name: "Cause" },
    ],
    rows,
  );
  const pick = el(
    "select",
    {
      "aria-label": "Changes shown",
      onchange: () => table.fill(rows.filter((row) => !pick.value || `${row.layer} ${row.what}` === pick.value)),
    },
    el("option", { value: "" }, "All changes"),
    [...new Set(rows.map((row) => `${row.layer} ${row.what}`))].map((key) => {
      const [layer, ...words] = key.split(" ");
      return el("option", { value: key }, `${LAYERS[layer][1]} ${words.join(" ")}`);
    }),
  );
  return el("details", { class: "section", open: rows.length <= 12 }, el("summary", {}, `Every change (${show(rows.length)})`), el("div", { class: "bar choices" }, pick), table);
}
