// Counts of the overview: concepts and relations by type, documents by year.
import { counted, el, show, tableHead } from "./dom.js";
import { data, TYPES, typeName } from "./data.js";

/** A small table that scrolls by itself where the screen is narrow. */
export function small(heads, rows, caption = null) {
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

/** Mentions and concepts by type. */
export function types(mentions) {
  const most = Math.max(1, ...data.overview.types.map(([, count]) => count));
  const rows = data.overview.types.map(([type, count, concepts, linked]) => {
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

/** Relations by type, in the texts and between concepts. */
export function relationTable() {
  const rows = data.overview.relations.map(([type, count, statements]) =>
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
      el("td", { class: "number" }, show(data.overview.cooccurrences)),
    ),
  );
  return el("section", {}, el("h2", {}, "Relations"), small(["Type", "In the texts", "Between concepts"], rows));
}

/** How many documents are of which year. */
export function years() {
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
