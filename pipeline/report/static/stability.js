// What is left of an edge without one of its documents, in words.
import { el, share, show } from "./dom.js";

/** The share of its documents that an edge can lose one by one and still be there, for a table; of one document nothing can be lost. */
export function stays(edge) {
  return edge.stability === undefined || edge.documents === 1 ? "–" : `${show(100 * edge.stability, 0)} %`;
}

/** The same for a card, with what is left of belief or score. */
export function stabilityOf(edge) {
  if (edge.stability === undefined) return "";
  const relation = edge.layer === "relation";
  const number = relation ? share : (value) => show(value);
  const left = edge.highest === undefined ? `${number(edge.lowest)} or more` : range(edge, number);
  const told =
    edge.documents === 1
      ? "It rests on one document: without it nothing is left."
      : `Without any one of its ${show(edge.documents)} documents it is still there${relation ? ", its sign the same," : ""} in ${stays(edge)} of the cases; ${relation ? "belief" : "score"} then ${left}.`;
  return el("p", { class: "stays" }, el("b", {}, "Stability "), told);
}

function range(edge, number) {
  const [low, high] = [number(edge.lowest), number(edge.highest)];
  return low === high ? low : `${low} to ${high}`;
}
