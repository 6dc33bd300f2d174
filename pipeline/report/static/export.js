// Exports of what the network shows: SVG and PNG pictures, and the edges as a table.
import { data } from "./data.js";

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
  return new Promise((done) => {
    canvas.toBlob(done, "image/png");
  });
}

/** The edges shown (numbers) as a table for spreadsheets. */
export function table(edges) {
  const columns = ["source", "type", "polarity", "target", "belief", "score", "q", "sentences", "documents", "studies"];
  const cell = (value) => String(value ?? "").replace(/\s+/g, " ");
  const lines = edges.map((index) => {
    const edge = data.edges[index];
    const ends = { source: data.nodes[edge.source].id, target: data.nodes[edge.target].id };
    return columns.map((name) => cell(ends[name] ?? edge[name])).join("\t");
  });
  return `${[columns.join("\t"), ...lines].join("\n")}\n`;
}

/** Offer a file for download. */
export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Make the buttons work; `shown()` gives the numbers of the edges shown. */
export function startExport(svg, shown) {
  const on = (id, action) => document.getElementById(id).addEventListener("click", action);
  on("save-png", async () => save("network.png", await png(svg)));
  on("save-svg", () => save("network.svg", new Blob([svgText(svg)], { type: "image/svg+xml" })));
  on("save-tsv", () => save("edges.tsv", new Blob([table(shown())], { type: "text/tab-separated-values" })));
}
