// Pieces of evidence: sentences and table rows with their marks, where they stand and which studies they cite.
import { cut, el, share, show } from "./dom.js";
import { data } from "./data.js";
import { marked, passageAt, rowTable } from "./marks.js";
import { sheetAt } from "./sheets.js";

const FEW = 10;

/** A button that shows the rest of a list. */
export function more(number, open) {
  return el(
    "button",
    {
      type: "button",
      class: "more",
      onclick: (event) => {
        (event.target.closest("li") ?? event.target).remove();
        open();
      },
    },
    `Show ${show(number)} more`,
  );
}

/** The sentences behind a relation, for and against it. */
export function sentencesOf(edge, go) {
  const pieces = [
    [true, "Evidence"],
    [false, "Evidence against"],
  ].flatMap(([side, title]) => {
    const own = edge.evidence.filter((piece) => piece.for === side);
    const heading = () => el("h3", {}, `${title} (${show(own.length)})`);
    return own.map((piece, i) => () => (i ? [] : [heading()]).concat(sentence(piece, go)));
  });
  return fold(el("div", { class: "pieces" }), pieces);
}

/** The sentences that name both ends of a co-occurrence. */
export function placesOf(edge, go) {
  const ends = new Set([edge.source, edge.target]);
  const role = (mention) => (ends.has(mention[2]) ? "argument" : "");
  const pieces = edge.places.map(([number, start, end]) => () => {
    const source = data.documents[number];
    return el(
      "blockquote",
      { class: "piece" },
      words(source, start, end, { role }),
      origin(number, start, passageAt(source, start)?.section, go),
    );
  });
  return fold(el("div", { class: "pieces" }, el("h3", {}, `Sentences (${show(pieces.length)})`)), pieces);
}

/** Make the first pieces now and the others when they are asked for: each may unpack a document. */
function fold(box, pieces) {
  const add = (makers) => box.append(...makers.flatMap((make) => make()));
  add(pieces.slice(0, FEW));
  if (pieces.length > FEW) box.append(more(pieces.length - FEW, () => add(pieces.slice(FEW))));
  return box;
}

function words(source, start, end, options) {
  const passage = passageAt(source, start);
  if (passage?.cells.length) return rowTable(source, [passage], options);
  return el("p", {}, marked(source, start, end, options));
}

function sentence(piece, go) {
  const [number, start, end] = piece.place;
  const source = data.documents[number];
  const is = (mention, [from, to]) => mention[0] === from && mention[1] === to;
  const role = (mention) => (is(mention, piece.head) || is(mention, piece.tail) ? "argument" : "");
  const row = passageAt(source, start)?.cells ?? [];
  const within = ([from, to]) => (from >= start && to <= end) || row.some((cell) => from >= cell[0] && to <= cell[1]);
  const outside = [
    ["head", piece.head],
    ["tail", piece.tail],
  ].filter(([, span]) => !within(span));
  return el(
    "blockquote",
    { class: `piece ${piece.sign > 0 ? "plus" : piece.sign < 0 ? "minus" : "zero"}` },
    outside.map(([name, [from, to]]) =>
      el("p", { class: "quiet" }, `${name} named elsewhere: `, marked(source, from, to, { role })),
    ),
    words(source, start, end, { role }),
    el(
      "p",
      { class: "chips" },
      el("span", { class: "tag" }, piece.polarity ?? "no polarity"),
      piece.speculative && el("span", { class: "tag" }, "speculative"),
      piece.cross && el("span", { class: "tag" }, "across sentences"),
      el("span", { class: "quiet" }, `confidence ${share(piece.confidence)} · rule ${piece.rule || "not named"}`),
    ),
    piece.studies.length > 0 &&
      el(
        "ul",
        { class: "studies" },
        piece.studies.map((key) => el("li", {}, study(key))),
      ),
    origin(number, start, piece.section, go),
  );
}

function origin(number, start, section, go) {
  const source = data.documents[number];
  const page = passageAt(source, start)?.page;
  return el(
    "footer",
    {},
    el(
      "button",
      { type: "button", class: "link", onclick: () => go(`documents/${number}/${start}`) },
      cut(source.title, 110),
    ),
    sheetAt(source, start) && [
      " ",
      el(
        "button",
        { type: "button", class: "link", onclick: () => go(`documents/${number}/${start}/pages`) },
        "on the page",
      ),
    ],
    el("span", { class: "quiet" }, ` ${[source.year, section ?? "text", page && `page ${page}`].filter(Boolean).join(" · ")}`),
  );
}

/** A primary study with its links, as far as its entry prints them. */
function study(key) {
  const entry = data.studies[key];
  if (!entry) return key;
  const link = (text, href) => el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  return [
    el("span", {}, `${cut(entry.text, 260)} `),
    entry.doi && link(`doi:${entry.doi}`, `https://doi.org/${encodeURI(entry.doi)}`),
    entry.doi && entry.pmid && " ",
    entry.pmid && link(`PMID ${entry.pmid}`, `https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(entry.pmid)}/`),
    !entry.doi &&
      !entry.pmid &&
      entry.pmcid &&
      link(entry.pmcid, `https://pmc.ncbi.nlm.nih.gov/articles/${encodeURIComponent(entry.pmcid)}/`),
  ].filter(Boolean);
}
