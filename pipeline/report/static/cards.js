// The cards beside the network: what a concept is, why an edge has its score, and the sentences behind it.
import { cut, el, share, show } from "./dom.js";
import { data, edgesBetween, edgesOf, inWords, SIGNS, signOf, TYPES, typeName, worth } from "./data.js";
import { marked, passageAt, rowTable } from "./marks.js";

const FEW = 10;

/** A button that names a concept and opens its card. */
export function nodeButton(node, go) {
  const { label, name, type } = data.nodes[node];
  return el("button", { type: "button", class: `chip ${TYPES[type].css}`, title: name.slice(0, 200), onclick: () => go(`network/node/${node}`) },
    el("span", { class: `shape ${TYPES[type].css}`, "aria-hidden": "true" }), cut(label, 60));
}

/** A button that says an edge in words and opens its card. */
export function edgeButton(edge, go, from = null) {
  const partner = edge.source === from ? edge.target : edge.source;
  const words = from !== null && edge.layer !== "relation" ? cut(data.nodes[partner].label, 60) : inWords(edge);
  return el("button", { type: "button", class: `line ${signOf(edge)}`, onclick: () => go(`network/edge/${edge.index}`) },
    el("span", { class: `dash ${signOf(edge)}`, "aria-hidden": "true" }), el("span", {}, words),
    el("span", { class: "quiet" }, edge.layer === "relation" ? share(edge.belief) : show(edge.score)));
}

/** The card that stands there first: how to read the drawing, and where to begin. */
export function firstCard(go) {
  const best = data.edges.filter((edge) => edge.layer === "relation" && edge.type !== "MEMBER_OF").slice(0, 12);
  return [
    el("h2", {}, "Click a line for its evidence"),
    el("p", { class: "quiet" }, "Lines are what the texts say: solid and pointed raises or has, dashed and barred lowers or lacks, dotted is not said how. Thin grey: only named together. A bigger shape has more links."),
    el("h3", {}, best.length ? "Begin here" : "No relation was found"),
    list(best.length ? best : data.edges.slice(0, 12), go),
  ];
}

function list(edges, go, few = 12, from = null) {
  const items = edges.map((edge) => el("li", {}, edgeButton(edge, go, from)));
  const box = el("ul", { class: "plain" }, items.slice(0, few));
  if (items.length > few) box.append(el("li", {}, more(items.length - few, () => box.append(...items.slice(few)))));
  return box;
}

function more(number, open) {
  return el("button", { type: "button", class: "more", onclick: (event) => {
    (event.target.closest("li") ?? event.target).remove();
    open();
  } }, `Show ${show(number)} more`);
}

/** What is known of a concept. */
export function nodeCard(index, go, focus) {
  const node = data.nodes[index];
  const edges = edgesOf(index);
  const [relations, together] = [edges.filter((e) => e.layer === "relation"), edges.filter((e) => e.layer !== "relation")];
  const facts = [
    ["Mentions", show(node.mentions)],
    ["Documents", show(node.documents)],
    ["Links", show(node.degree), "concepts that it has an edge with"],
    ["Strength", show(node.strength), "sum of its links' weights: belief of the best relation plus co-occurrence score beside the network's highest"],
    ["Betweenness", show(node.betweenness, 3), "share of the shortest paths between others that run through it; it tells where to look, not what acts"],
    ["Community", `${node.community + 1}`, "group of concepts that are linked more among themselves (Louvain, seeded)"],
  ];
  const names = node.names.join(" · ") + (node.more_names ? ` · and ${show(node.more_names)} more` : "");
  return [
    el("p", { class: "quiet" }, TYPES[node.type].name),
    el("h2", {}, el("span", { class: `shape ${TYPES[node.type].css}`, "aria-hidden": "true" }), cut(node.name, 160)),
    el("p", {}, node.linked ? el("code", {}, node.id) : "linked to no identifier"),
    el("p", { class: "names" }, el("span", { class: "quiet" }, "Seen as "), cut(names, 600)),
    el("dl", { class: "facts" }, facts.map(([name, value, meaning]) => el("div", { title: meaning }, el("dt", {}, name), el("dd", {}, value)))),
    focus && el("button", { type: "button", class: "action", onclick: focus }, "Show only its neighbourhood"),
    relations.length > 0 && el("h3", {}, `What the texts say of it (${show(relations.length)})`),
    relations.length > 0 && list(relations, go),
    together.length > 0 && el("h3", {}, `Named together with (${show(together.length)})`),
    together.length > 0 && list(together, go, 8, index),
  ];
}

/** Why an edge is there: its score, worked out, and its sentences. */
export function edgeCard(edge, go) {
  const others = edgesBetween(edge).filter((other) => other !== edge);
  const relation = edge.layer === "relation";
  return [
    el("p", { class: "quiet" }, relation ? `Relation: ${typeName(edge.type)}` : "Co-occurrence, no direction"),
    el("h2", { class: "triple" }, nodeButton(edge.source, go), el("span", { class: `says ${signOf(edge)}` }, el("span", { class: `dash ${signOf(edge)}`, "aria-hidden": "true" }), relation ? edge.says : "named together with"), nodeButton(edge.target, go)),
    el("p", { class: "chips" },
      el("span", { class: `tag ${signOf(edge)}` }, relation ? edge.polarity ?? "no polarity" : SIGNS.together.name),
      edge.contested && el("span", { class: "tag minus" }, "contested"),
      edge.speculative && el("span", { class: "tag" }, "only speculated")),
    relation ? beliefOf(edge) : scoreOf(edge),
    relation ? sentencesOf(edge, go) : placesOf(edge, go),
    others.length > 0 && el("h3", {}, "Also between the two"),
    others.length > 0 && list(others, go),
  ];
}

function big(value, name) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function noisyOr(units) {
  return `1 − ${units.map(([, p]) => `(1 − ${show(p, 3)})`).join("·")}`;
}

function beliefOf(edge) {
  const forIt = 1 - edge.units.reduce((rest, [, p]) => rest * (1 - p), 1);
  const against = 1 - edge.against.reduce((rest, [, p]) => rest * (1 - p), 1);
  const lines = [
    `for: ${noisyOr(edge.units)} = ${show(forIt, 3)}`,
    edge.against.length > 0 && `against: ${noisyOr(edge.against)} = ${show(against, 3)}`,
    edge.against.length > 0 && `belief: ${show(forIt, 3)} · (1 − ${show(against, 3)}) = ${show(edge.belief, 3)}`,
  ].filter(Boolean);
  return el("div", {},
    el("dl", { class: "facts" }, big(share(edge.belief), "Belief"), big(show(edge.sentences), "Sentences"), big(show(edge.documents), "Documents"), big(show(edge.studies), "Studies cited")),
    el("details", { class: "why" }, el("summary", {}, "Why this score"),
      el("p", {}, "Each independent study (or, where none is cited, each document) counts once, with the confidence of the rule that read it, halved where the text only speculates; what does not say how counts half beside what does."),
      el("p", { class: "formula" }, lines.map((line) => el("span", {}, line)))));
}

function scoreOf(edge) {
  const g = data.graph;
  const rows = [
    ["sentence or row", edge.sentences, g.weight_sentence],
    ["passage", edge.passages, g.weight_passage],
    ["document", edge.documents, g.weight_document],
  ];
  const lines = [
    `C(a,b) = ${rows.map(([, n, w]) => `${show(w)}·${show(n)}`).join(" + ")} = ${show(edge.weighted, 3)}`,
    `expected = C(a,·)·C(b,·) / C(·,·) = ${show(edge.weighted_a, 2)}·${show(edge.weighted_b, 2)} / ${show(g.weighted_all, 2)} = ${show(edge.expected, 3)}`,
    `score = C^${g.alpha} · (C / expected)^${show(1 - g.alpha)} = ${show(edge.score, 3)}`,
    `NPMI: ${show(edge.sentences)} sentences with both, ${show(edge.sentences_a)} and ${show(edge.sentences_b)} with one, of ${show(g.sentences_all)}: ${show(edge.npmi, 3)}`,
  ];
  return el("div", {},
    el("dl", { class: "facts" }, big(show(edge.score), "Score"), big(share(edge.npmi), "NPMI"), big(show(edge.sentences), "Sentences"), big(show(edge.documents), "Documents")),
    el("details", { class: "why" }, el("summary", {}, "Why this score"),
      el("p", {}, "The score of STRING and DISEASES: how often the two are named together, set against how often chance would have it. NPMI runs from −1 (never together) over 0 (chance) to 1 (never apart)."),
      el("p", { class: "formula" }, lines.map((line) => el("span", {}, line)))));
}

function sentencesOf(edge, go) {
  const box = el("div", { class: "pieces" });
  const pieces = [[true, "Evidence"], [false, "Evidence against"]].flatMap(([side, title]) => {
    const own = edge.evidence.filter((piece) => piece.for === side);
    return own.length ? [el("h3", {}, `${title} (${show(own.length)})`), ...own.map((piece) => sentence(piece, go))] : [];
  });
  return fold(box, pieces);
}

function placesOf(edge, go) {
  const ends = new Set([edge.source, edge.target]);
  const pieces = edge.places.map(([number, start, end]) => {
    const source = data.documents[number];
    const role = (mention) => (ends.has(mention[2]) ? "argument" : "");
    return el("blockquote", { class: "piece" }, words(source, start, end, { role }), origin(number, start, passageAt(source, start)?.section, go));
  });
  return fold(el("div", { class: "pieces" }, el("h3", {}, `Sentences (${show(pieces.length)})`)), pieces);
}

function fold(box, pieces) {
  box.append(...pieces.slice(0, FEW));
  if (pieces.length > FEW) box.append(more(pieces.length - FEW, () => box.append(...pieces.slice(FEW))));
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
  const outside = [["head", piece.head], ["tail", piece.tail]].filter(([, span]) => !within(span));
  return el("blockquote", { class: `piece ${piece.sign > 0 ? "plus" : piece.sign < 0 ? "minus" : "zero"}` },
    outside.map(([name, [from, to]]) => el("p", { class: "quiet" }, `${name} named elsewhere: `, marked(source, from, to, { role }))),
    words(source, start, end, { role }),
    el("p", { class: "chips" },
      el("span", { class: "tag" }, piece.polarity ?? "no polarity"),
      piece.speculative && el("span", { class: "tag" }, "speculative"),
      piece.cross && el("span", { class: "tag" }, "across sentences"),
      el("span", { class: "quiet" }, `confidence ${share(piece.confidence)} · rule ${piece.rule || "not named"}`)),
    piece.studies.length > 0 && el("ul", { class: "studies" }, piece.studies.map((key) => el("li", {}, study(key)))),
    origin(number, start, piece.section, go));
}

function origin(number, start, section, go) {
  const source = data.documents[number];
  return el("footer", {}, el("button", { type: "button", class: "link", onclick: () => go(`documents/${number}/${start}`) }, cut(source.title, 110)),
    el("span", { class: "quiet" }, ` ${source.year ?? ""} · ${section ?? "text"}`));
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
    !entry.doi && !entry.pmid && entry.pmcid && link(entry.pmcid, `https://pmc.ncbi.nlm.nih.gov/articles/${encodeURIComponent(entry.pmcid)}/`),
  ].filter(Boolean);
}

/** For a list of statements: the parts that can be sorted and searched. */
export function statementRow(edge) {
  const [head, tail] = [data.nodes[edge.source], data.nodes[edge.target]];
  return { edge, head: head.label, type: typeName(edge.type), polarity: edge.polarity ?? "", tail: tail.label,
    belief: worth(edge), sentences: edge.sentences, documents: edge.documents, studies: edge.studies,
    search: [head.name, tail.name, head.label, tail.label, head.id, tail.id, ...head.names, ...tail.names, edge.type, edge.polarity ?? ""].join("\n").toLowerCase() };
}
