// The cards beside the network: what a concept is, what an edge says and why it is there.
import { cut, el, share, show } from "./dom.js";
import { data, edgesBetween, edgesOf, inFull, inWords, SIGNS, signOf, TYPES, typeName, worth } from "./data.js";
import { beliefOf, countsOf } from "./scores.js";
import { more, placesOf, sentencesOf } from "./pieces.js";
import { stabilityOf } from "./stability.js";

/** So many more lines of a list are shown at a time. */
const MANY = 200;

/** A button that names a concept and opens its card. */
export function nodeButton(node, go) {
  const { label, type } = data.nodes[node];
  return el(
    "button",
    {
      type: "button",
      class: `chip ${TYPES[type].css}`,
      title: inFull(data.nodes[node]).slice(0, 200),
      onclick: () => go(`network/node/${node}`),
    },
    el("span", { class: `shape ${TYPES[type].css}`, "aria-hidden": "true" }),
    cut(label, 60),
  );
}

/** A button that says an edge in words and opens its card. */
export function edgeButton(edge, go, from = null) {
  const partner = edge.source === from ? edge.target : edge.source;
  const words = from !== null && edge.layer !== "relation" ? cut(data.nodes[partner].label, 60) : inWords(edge);
  return el(
    "button",
    { type: "button", class: `line ${signOf(edge)}`, onclick: () => go(`network/edge/${edge.index}`) },
    el("span", { class: `dash ${signOf(edge)}`, "aria-hidden": "true" }),
    el("span", {}, words),
    el("span", { class: "quiet" }, edge.layer === "relation" ? share(edge.belief) : show(edge.score)),
  );
}

/** The card that stands there first: how to read the drawing, and the best of the edges shown to begin with. */
export function firstCard(go, edges, map) {
  const best = edges.filter((edge) => edge.layer === "relation" && edge.type !== "MEMBER_OF").slice(0, 12);
  return [
    el("h2", {}, map ? "Click a shape for what is said of it" : "Click a line for its evidence"),
    el(
      "p",
      { class: "quiet" },
      "Lines are what the texts say: solid and pointed raises or has, dashed and barred lowers or lacks, dotted is not said how. Thin grey: only named together. A bigger shape has more links.",
    ),
    edges.length > 0 && el("h3", {}, "Begin here"),
    list(best.length ? best : edges.slice(0, 12), go),
  ];
}

function list(edges, go, few = 12, from = null) {
  const items = (some) => some.map((edge) => el("li", {}, edgeButton(edge, go, from)));
  const box = el("ul", { class: "plain" }, items(edges.slice(0, few)));
  const rest = (start) => {
    if (edges.length <= start) return;
    const open = () => {
      box.append(...items(edges.slice(start, start + MANY)));
      rest(start + MANY);
    };
    box.append(el("li", {}, more(Math.min(MANY, edges.length - start), open)));
  };
  rest(few);
  return box;
}

/** What is known of a concept. */
export function nodeCard(index, go, focus) {
  const node = data.nodes[index];
  const edges = edgesOf(index);
  const [relations, together] = [
    edges.filter((e) => e.layer === "relation"),
    edges.filter((e) => e.layer !== "relation"),
  ];
  const facts = [
    ["Mentions", show(node.mentions)],
    ["Documents", show(node.documents)],
    ["Links", show(node.degree), "concepts that it has an edge with"],
    [
      "Strength",
      show(node.strength),
      "sum of its links' weights: belief of the best relation plus co-occurrence score beside the network's highest",
    ],
    [
      "Betweenness",
      show(node.betweenness, 3),
      "share of the shortest paths between others that run through it; it tells where to look, not what acts",
    ],
    ["Cells", show(node.cells), "cell types that a statement links it with: what has many is a bridge between them"],
    ["Community", `${node.community + 1}`, "group of concepts that are linked more among themselves (Louvain, seeded)"],
  ];
  const names = node.names.join(" · ") + (node.more_names ? ` · and ${show(node.more_names)} more` : "");
  return [
    el("p", { class: "quiet" }, TYPES[node.type].name),
    el("h2", {}, el("span", { class: `shape ${TYPES[node.type].css}`, "aria-hidden": "true" }), cut(node.label, 160)),
    node.label !== node.name && el("p", {}, cut(node.name, 160)),
    el("p", {}, node.linked ? el("code", {}, node.id) : "linked to no identifier"),
    el("p", { class: "names" }, el("span", { class: "quiet" }, "Seen as "), cut(names, 600)),
    el(
      "dl",
      { class: "facts" },
      facts.map(([name, value, meaning]) => el("div", { title: meaning }, el("dt", {}, name), el("dd", {}, value))),
    ),
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
    el(
      "h2",
      { class: "triple" },
      nodeButton(edge.source, go),
      el(
        "span",
        { class: `says ${signOf(edge)}` },
        el("span", { class: `dash ${signOf(edge)}`, "aria-hidden": "true" }),
        relation ? edge.says : "named together with",
      ),
      nodeButton(edge.target, go),
    ),
    el(
      "p",
      { class: "chips" },
      el("span", { class: `tag ${signOf(edge)}` }, relation ? (edge.polarity ?? "no polarity") : SIGNS.together.name),
      edge.contested && el("span", { class: "tag minus" }, "contested"),
      edge.speculative && el("span", { class: "tag" }, "only speculated"),
    ),
    relation ? beliefOf(edge) : countsOf(edge),
    stabilityOf(edge),
    relation ? sentencesOf(edge, go) : placesOf(edge, go),
    others.length > 0 && el("h3", {}, "Also between the two"),
    others.length > 0 && list(others, go),
  ];
}

/** For a list of statements: the parts that can be sorted and searched. */
export function statementRow(edge) {
  const [head, tail] = [data.nodes[edge.source], data.nodes[edge.target]];
  return {
    edge,
    head: head.label,
    type: typeName(edge.type),
    polarity: edge.polarity ?? "",
    tail: tail.label,
    belief: worth(edge),
    sentences: edge.sentences,
    documents: edge.documents,
    studies: edge.studies,
    stability: edge.stability,
    search: [
      head.name,
      tail.name,
      head.label,
      tail.label,
      head.id,
      tail.id,
      ...head.names,
      ...tail.names,
      edge.type,
      edge.polarity ?? "",
    ]
      .join("\n")
      .toLowerCase(),
  };
}
