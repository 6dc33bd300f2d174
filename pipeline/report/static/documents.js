// The documents' screen: each text as it was read, with its mentions marked.
import { counted, cut, el, rove, show } from "./dom.js";
import { data, TYPES } from "./data.js";
import { marked, mentionsIn, rowTable } from "./marks.js";
import { sheetAt, sheetsOf } from "./sheets.js";

let shown = "";
let go = null;

/** Fill the screen; `navigate` changes the page's address. */
export function startDocuments(screen, navigate) {
  go = navigate;
  const pick = el(
    "select",
    { id: "document", onchange: () => go(`documents/${pick.value}`) },
    data.documents.map((source, i) =>
      el("option", { value: i }, cut(`${source.title}${source.year ? ` (${source.year})` : ""}`, 110)),
    ),
  );
  const article = el("article", { id: "text", tabindex: "-1" });
  const legend = el(
    "div",
    { class: "legend" },
    data.types.map((type, i) => {
      const input = el("input", {
        type: "checkbox",
        checked: true,
        onchange: () => article.classList.toggle(`no-${TYPES[type].css}`, !input.checked),
      });
      return el(
        "label",
        { class: "box" },
        input,
        el("mark", { class: `mark ${TYPES[type].css}` }, TYPES[type].many),
        el("span", { class: "quiet", "data-count": i }),
      );
    }),
  );
  const tags = el("input", {
    type: "checkbox",
    checked: true,
    onchange: () => article.classList.toggle("no-tags", !tags.checked),
  });
  legend.append(el("label", { class: "box" }, tags, el("span", {}, "Name the types")));
  const views = el("div", { id: "document-views", class: "views", role: "group", "aria-label": "Shown as" });
  screen.append(el("div", { class: "bar" }, el("label", { class: "field grow" }, "Document", pick), views, legend), article);
  article.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-node]");
    if (mark) go(`network/node/${mark.dataset.node}`);
  });
  article.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("mark")) return;
    const marks = [...article.querySelectorAll("mark[role]")];
    if (event.key === "Enter") go(`network/node/${event.target.dataset.node}`);
    const next = rove(marks, marks.indexOf(event.target), event.key);
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
  });
}

/** Show a document, as text or (`view` is "pages") as pictures of its pages, and a place in it. */
export function showDocument(number, offset = null, view = "") {
  const source = data.documents[number];
  const article = document.getElementById("text");
  if (!source) {
    article.replaceChildren(el("p", {}, "No document was read."));
    return;
  }
  const pages = view === "pages" && source.counts.sheets > 0;
  if (shown !== `${number} ${pages}`) {
    shown = `${number} ${pages}`;
    document.getElementById("document").value = String(number);
    document.getElementById("document-views").replaceChildren(...views(source, number, pages));
    article.classList.toggle("pages", pages);
    article.replaceChildren(
      ...head(source),
      ...(pages ? sheetsOf(source, (node) => go(`network/node/${node}`)) : body(source)),
    );
    const first = article.querySelector("mark[role]");
    if (first) first.tabIndex = 0;
    for (const counter of document.querySelectorAll("#documents [data-count]")) {
      counter.textContent = show(
        source.mentions.filter((mention) => mention[3] === Number(counter.dataset.count)).length,
      );
    }
  }
  article.querySelectorAll(".found").forEach((node) => node.classList.remove("found"));
  if (offset === null) return;
  if (pages) findOnPage(source, article, offset);
  else findInText(article, offset);
}

/** Text or pages, where the document has pictures of its pages. */
function views(source, number, pages) {
  if (!source.counts.sheets) return [];
  return [
    ["", "Text"],
    ["pages", "Pages"],
  ].map(([view, name]) =>
    el(
      "button",
      {
        type: "button",
        class: "action",
        "aria-pressed": String(pages === (view === "pages")),
        onclick: () => go(`documents/${number}//${view}`),
      },
      name,
    ),
  );
}

function findInText(article, offset) {
  const blocks = [...article.querySelectorAll("[data-start]")];
  const place = blocks.filter((block) => Number(block.dataset.start) <= offset).pop();
  place?.closest("details")?.setAttribute("open", "");
  place?.classList.add("found");
  place?.scrollIntoView({ block: "center" });
}

function findOnPage(source, article, offset) {
  const sheet = sheetAt(source, offset);
  const frame = sheet && article.querySelector(`[data-page="${sheet.page}"]`);
  if (!frame) return;
  const spots = [...frame.querySelectorAll("[data-at]")];
  const near = spots.filter((spot) => Number(spot.dataset.at) >= offset);
  const place = near.length ? near.reduce((a, b) => (Number(a.dataset.at) <= Number(b.dataset.at) ? a : b)) : frame;
  place.classList.add("found");
  place.scrollIntoView({ block: "center" });
}

function head(source) {
  const link = (text, href) => el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  return [
    el("h2", {}, cut(source.title, 300)),
    el(
      "p",
      { class: "quiet" },
      [
        source.source,
        source.year,
        counted(source.counts.mentions, "mention"),
        counted(source.relations, "relation"),
        counted(source.references, "reference"),
      ]
        .filter(Boolean)
        .join(" · "),
      " ",
      source.doi && link(`doi:${source.doi}`, `https://doi.org/${encodeURI(source.doi)}`),
      " ",
      source.pmid && link(`PMID ${source.pmid}`, `https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(source.pmid)}/`),
    ),
  ];
}

/** The passages in order: rows of one table together, what is not mined folded away. */
function body(source) {
  const out = [];
  const { passages } = source;
  for (let i = 0; i < passages.length;) {
    let next = i + 1;
    const { mined, cells, table } = passages[i];
    const same = (passage) =>
      cells.length
        ? passage.cells.length && passage.table === table && passage.mined === mined
        : !mined && !passage.mined;
    if (cells.length || !mined) while (next < passages.length && same(passages[next])) next += 1;
    const run = passages.slice(i, next);
    if (!mined) out.push(unread(source, run));
    else if (cells.length) out.push(el("div", { "data-start": run[0].start }, rowTable(source, run, { open: true })));
    else out.push(block(source, passages[i]));
    i = next;
  }
  return out;
}

function block(source, passage) {
  const tag =
    { heading: `h${Math.min(6, 3 + Math.max(0, passage.depth))}`, caption: "p", "list item": "p" }[passage.kind] ?? "p";
  const named = passage.kind === "paragraph" || passage.kind === "heading" ? "" : `${passage.kind.replace(" ", "-")}`;
  const where = `${passage.section}${passage.page ? `, page ${passage.page}` : ""}`;
  return el(
    tag,
    { class: named, "data-start": passage.start, title: where },
    marked(source, passage.start, passage.end, { open: true }),
  );
}

function unread(source, run) {
  const sections = [...new Set(run.map((passage) => passage.section))].join(", ");
  const marks = mentionsIn(source, run[0].start, run.at(-1).end).length;
  return el(
    "details",
    { class: "unread" },
    el(
      "summary",
      {},
      `Not mined: ${sections} (${counted(run.length, "passage")}${marks ? `, ${counted(marks, "mention")}` : ""})`,
    ),
    run.map((passage) =>
      el("p", { "data-start": passage.start }, marked(source, passage.start, passage.end, { open: true })),
    ),
  );
}
