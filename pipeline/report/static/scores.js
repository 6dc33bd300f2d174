// Why an edge has its score: the numbers, and the sum worked out with them.
import { el, share, show } from "./dom.js";
import { data } from "./data.js";

function big(value, name) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function noisyOr(units) {
  return `1 − ${units.map(([, p]) => `(1 − ${show(p, 3)})`).join("·")}`;
}

/** The belief in a relation, and the units of evidence that it is made of. */
export function beliefOf(edge) {
  const forIt = 1 - edge.units.reduce((rest, [, p]) => rest * (1 - p), 1);
  const against = 1 - edge.against.reduce((rest, [, p]) => rest * (1 - p), 1);
  const lines = [
    `for: ${noisyOr(edge.units)} = ${show(forIt, 3)}`,
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

/** The score of a co-occurrence, and the counts that it is made of. */
export function countsOf(edge) {
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
  return el(
    "div",
    {},
    el(
      "dl",
      { class: "facts" },
      big(show(edge.score), "Score"),
      big(share(edge.npmi), "NPMI"),
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
        "The score of STRING and DISEASES: how often the two are named together, set against how often chance would have it. NPMI runs from −1 (never together) over 0 (chance) to 1 (never apart).",
      ),
      el(
        "p",
        { class: "formula" },
        lines.map((line) => el("span", {}, line)),
      ),
    ),
  );
}
