// Exports of what the network shows: pictures, tables and Cytoscape's JSON.
import { data } from "./data.js";
import { wanted } from "./view.js";

const LOOKS = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "display",
  "visibility",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];

/** The drawing as an SVG file of its own: what the style sheet says is written onto each element. */
export function svgText(svg) {
  const copy = svg.cloneNode(true);
  const [from, to] = [svg, copy].map((root) => [...root.querySelectorAll("*")]);
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of LOOKS) to[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "style", "tabindex", "role"]) to[i].removeAttribute(name);
  });
  copy.querySelectorAll("[data-edge]").forEach((hit) => hit.remove());
  const { width, height } = svg.getBoundingClientRect();
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const attributes = { width, height, fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(attributes)) ground.setAttribute(name, value);
  copy.prepend(ground);
  for (const name of ["id", "class", "style", "role", "aria-label"]) copy.removeAttribute(name);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return new XMLSerializer().serializeToString(copy);
}

/** The drawing as a PNG of twice its size, for papers and slides. */
async function png(svg) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return blobOf(canvas);
}

function blobOf(canvas) {
  return new Promise((done) => {
    canvas.toBlob(done, "image/png");
  });
}

/** Rows as a table for spreadsheets: a cell holds neither tab nor line, nor begins as a formula does. */
function tabbed(columns, rows) {
  const cell = (value) => {
    const text = String(value ?? "").replace(/\s+/g, " ");
    return typeof value === "string" && /^[=+@]/.test(text) ? `'${text}` : text;
  };
  const lines = rows.map((row) => columns.map((name) => cell(row[name])).join("\t"));
  return `${[columns.join("\t"), ...lines].join("\n")}\n`;
}

function ends(edge) {
  const [source, target] = [data.nodes[edge.source], data.nodes[edge.target]];
  return { source: source.id, source_name: source.name, target: target.id, target_name: target.name };
}

/** The edges shown (numbers) as a table. */
export function table(edges) {
  const own = ["type", "polarity", "belief", "score", "q", "sentences", "documents", "studies"];
  const columns = ["source", "type", "polarity", "target", ...own.slice(2), "source_name", "target_name"];
  return tabbed(
    columns,
    edges.map((index) => {
      const edge = data.edges[index];
      return { ...Object.fromEntries(own.map((name) => [name, edge[name]])), ...ends(edge) };
    }),
  );
}

/** The sentences behind the edges shown as a table. */
export function sentences(edges) {
  const columns = ["source", "type", "target", "source_name", "target_name", "side", "polarity", "speculative"];
  const rows = edges.flatMap((index) => {
    const edge = data.edges[index];
    const base = { ...ends(edge), type: edge.type };
    const pieces = edge.evidence ?? edge.places.map((place) => ({ place }));
    return pieces.map((piece) => {
      const [number, start, end] = piece.place;
      const source = data.documents[number];
      return {
        ...base,
        side: piece.for === undefined ? "" : piece.for ? "for" : "against",
        polarity: piece.polarity,
        speculative: piece.speculative,
        section: piece.section,
        confidence: piece.confidence,
        rule: piece.rule,
        studies: piece.studies?.join("|"),
        document: source.id,
        title: source.title,
        sentence: source.text.slice(start, end),
      };
    });
  });
  return tabbed([...columns, "section", "confidence", "rule", "studies", "document", "title", "sentence"], rows);
}

/** What is shown as Cytoscape.js JSON, which Cytoscape opens; positions as on the screen. */
export function cytoscape(edges, places) {
  const nodes = new Set([...edges.flatMap((index) => [data.edges[index].source, data.edges[index].target]), ...places.keys()]);
  const node = (number) => {
    const { id, name, label, type, mentions, documents, degree, strength, community } = data.nodes[number];
    const [x, y] = places.get(number) ?? data.nodes[number].spot;
    return { data: { id, name, label, type, mentions, documents, degree, strength, community }, position: { x, y } };
  };
  const edge = (index) => {
    const one = data.edges[index];
    const { layer, type, polarity, sign, belief, score, q, sentences: said, documents, studies } = one;
    const { source, target } = ends(one);
    const told = { layer, interaction: type, polarity, sign, belief, score, q, sentences: said, documents, studies };
    return { data: { id: `${type}:${source}>${target}`, source, target, ...told } };
  };
  const elements = { nodes: [...nodes].sort((a, b) => a - b).map(node), edges: edges.map(edge) };
  return `${JSON.stringify({ format_version: "1.0", data: { name: data.title }, elements }, null, 1)}\n`;
}

/** Offer a file for download. */
export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Make the buttons work; `shown()` gives the drawing, the map, the places and the numbers of the edges shown. */
export function startExport(shown) {
  const on = (id, action) => document.getElementById(id).addEventListener("click", () => action(shown()));
  const text = (name, type, value) => save(name, new Blob([value], { type }));
  on("save-png", async ({ drawing, map }) => {
    if (!wanted.map) return save("network.png", await png(drawing.svg));
    const canvas = document.createElement("canvas");
    map.onto(canvas, 2);
    return save("network.png", await blobOf(canvas));
  });
  on("save-svg", ({ drawing, map }) =>
    text(
      "network.svg",
      "image/svg+xml",
      wanted.map ? new XMLSerializer().serializeToString(map.svg()) : svgText(drawing.svg),
    ),
  );
  on("save-tsv", ({ edges }) => text("edges.tsv", "text/tab-separated-values", table(edges)));
  on("save-sentences", ({ edges }) => text("sentences.tsv", "text/tab-separated-values", sentences(edges)));
  on("save-cyjs", ({ edges, places }) =>
    text("network.cyjs", "application/json", cytoscape(edges, wanted.map ? new Map() : places)),
  );
}
