// Why an edge has its score: the numbers, and the sum worked out with them.
import { cut, el, share, show } from "./dom.js";
import { data, once } from "./data.js";

function big(value, name) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

/** A chance, however small. */
function tiny(value) {
  return value >= 0.001 ? show(value, 3) : value.toExponential(1).replace("e-", " · 10^−");
}

function noisyOr(units) {
  return `1 − ${units.map(([, p]) => `(1 − ${show(p, 3)})`).join("·")}`;
}

/** What each unit of evidence is, where there are few. */
function named(side, units) {
  if (units.length > 12) return [];
  return units.map(([sources, p]) => `${side}, ${show(p, 3)}: ${cut(sources.map(sourceName).join(", "), 90)}`);
}

/** A study by its key, a document by its title. */
function sourceName(source) {
  const document_ = titles().get(source.replace(/^document:/, ""));
  return document_ === undefined ? source : `“${cut(document_, 50)}”`;
}

const titles = once(() => new Map(data.documents.map((document_) => [document_.id, document_.title])));

/** The belief in a relation, and the units of evidence that it is made of. */
export function beliefOf(edge) {
  const forIt = 1 - edge.units.reduce((rest, [, p]) => rest * (1 - p), 1);
  const against = 1 - edge.against.reduce((rest, [, p]) => rest * (1 - p), 1);
  const lines = [
    ...named("for", edge.units),
    `for: ${noisyOr(edge.units)} = ${show(forIt, 3)}`,
    ...named("against", edge.against),
    edge.against.length > 0 && `against: ${noisyOr(edge.against)} = ${show(against, 3)}`,
    edge.against.length > 0 && `belief: ${show(forIt, 3)} · (1 − ${show(against, 3)}) = ${show(edge.belief, 3)}`,
  ].filter(Boolean);
  return el(
    "div",
    {},
    el(
      "dl",
      { class: "facts" },
      big(share(edge.belief), "Belief"),
      big(show(edge.sentences), "Sentences"),
      big(show(edge.documents), "Documents"),
      big(show(edge.studies), "Studies cited"),
    ),
    el(
      "details",
      { class: "why" },
      el("summary", {}, "Why this score"),
      el(
        "p",
        {},
        "Each independent study (or, where none is cited, each document) counts once, with the confidence of the rule that read it, halved where the text only speculates; what does not say how counts half beside what does.",
      ),
      el(
        "p",
        { class: "formula" },
        lines.map((line) => el("span", {}, line)),
      ),
    ),
  );
}

/** The four terms of G²: what is counted in both, in one, in the other and in neither, beside what chance would give. */
function deviance(k, a, b, all) {
  return [
    [k, a * b],
    [a - k, a * (all - b)],
    [b - k, (all - a) * b],
    [all - a - b + k, (all - a) * (all - b)],
  ]
    .map(([seen, times]) => (seen ? `${show(seen)}·ln(${show(seen)}/${show(times / all, 3)})` : "0"))
    .join(" + ");
}

/** How p and q come about; what is too rare was not tested. */
function chances(edge, [k, a, b, all]) {
  const { test_floor: floor, tests } = data.graph;
  if (edge.p === undefined) return [`p and q: not tested, as one of the two is in fewer than ${show(floor)} sentences`];
  const own = Math.min(1, (edge.p * tests) / edge.rank_p);
  const rank = `p·${show(tests)}/${show(edge.rank_p)} = ${tiny(own)}`;
  const later = edge.q < own * (1 - 1e-9) ? `, lowered to that of a later rank: ${tiny(edge.q)}` : "";
  return [
    `p = P(X ≥ ${show(k)}) = ${tiny(edge.p)}, X hypergeometric (${show(all)}, ${show(a)}, ${show(b)})`,
    `q after Benjamini and Hochberg: rank ${show(edge.rank_p)} of ${show(tests)} pairs tested, ${rank}${later}`,
  ];
}

/** The score of a co-occurrence, and the counts that it is made of. */
export function countsOf(edge) {
  const g = data.graph;
  const rows = [
    ["sentence or row", edge.documents_s, g.weight_sentence],
    ["passage", edge.documents_p, g.weight_passage],
    ["document", edge.documents, g.weight_document],
  ];
  const [k, a, b, all] = [edge.sentences, edge.sentences_a, edge.sentences_b, g.sentences_all];
  const typed = (edge.typed_a * edge.typed_b) / edge.typed_all;
  const lines = [
    `C(a,b) = ${rows.map(([, n, w]) => `${show(w)}·${show(n)}`).join(" + ")} = ${show(edge.weighted, 3)}`,
    `expected = C(a,·)·C(b,·) / C(·,·) = ${show(edge.weighted_a, 2)}·${show(edge.weighted_b, 2)} / ${show(g.weighted_all, 2)} = ${show(edge.expected, 3)}`,
    `score = C^${g.alpha} · (C / expected)^${show(1 - g.alpha)} = ${show(edge.score, 3)}`,
    `among pairs of these two types: expected ${show(edge.typed_a, 2)}·${show(edge.typed_b, 2)} / ${show(edge.typed_all, 2)} = ${show(typed, 3)}, score ${show(edge.typed_score, 3)}`,
    `sentences: ${show(k)} with both, ${show(a)} and ${show(b)} with one, of ${show(all)}; by chance ${show((a * b) / all, 2)}`,
    `NPMI = ln(${show(k)}·${show(all)} / (${show(a)}·${show(b)})) / −ln(${show(k)} / ${show(all)}) = ${show(edge.npmi, 3)}`,
    `G² = 2·Σ O·ln(O/E) over both, one, the other and neither = 2·(${deviance(k, a, b, all)}) = ${show(edge.g2, 2)}`,
    ...chances(edge, [k, a, b, all]),
  ];
  return el(
    "div",
    {},
    el(
      "dl",
      { class: "facts" },
      big(show(edge.score), "Score"),
      big(share(edge.npmi), "NPMI"),
      big(edge.q === undefined ? "–" : tiny(edge.q), "q"),
      big(show(edge.sentences), "Sentences"),
      big(show(edge.documents), "Documents"),
    ),
    el(
      "details",
      { class: "why" },
      el("summary", {}, "Why this score"),
      el(
        "p",
        {},
        "The score of STRING and DISEASES: how often the two are named together (each level once a document), set against how often chance would have it. NPMI runs from −1 (never together) over 0 (chance) to 1 (never apart). p is the chance of so many common sentences, were names strewn without regard; of the pairs with q below 0.05 at most one in twenty should be chance.",
      ),
      el(
        "p",
        { class: "formula" },
        lines.map((line) => el("span", {}, line)),
      ),
    ),
  );
}
