// Pages of a PDF as pictures, with boxes on the names that evidence rests on.
import { counted, el, rove } from "./dom.js";
import { data, inFull, TYPES } from "./data.js";
import { passageAt } from "./marks.js";

/** The picture of the page that a place in a document stands on, if there is: that of the next name in its passage. */
export function sheetAt(source, offset) {
  if (!source.counts?.sheets) return null;
  const until = passageAt(source, offset)?.end ?? offset;
  let [best, found] = [until, null];
  for (const sheet of source.sheets) {
    for (const [index] of sheet.boxes) {
      const [start, end] = source.mentions[index];
      if (end > offset && start < best) [best, found] = [start, sheet];
    }
  }
  return found;
}

/** All pictures of a document; `open(node)` hears of a click on a box. */
export function sheetsOf(source, open) {
  return [
    el(
      "p",
      { class: "quiet" },
      `${counted(source.sheets.length, "page")} with evidence. A box is a name that a relation rests on; it opens the concept.`,
    ),
    ...source.sheets.map((sheet) => figure(source, sheet, open)),
  ];
}

function figure(source, sheet, open) {
  const picture = el("img", {
    src: sheet.file,
    width: sheet.width,
    height: sheet.height,
    alt: `Page ${sheet.page}; its text is under “Text”`,
    loading: "lazy",
  });
  const boxes = sheet.boxes.map(([index, ...edges], i) => box(source.mentions[index], edges, i === 0));
  const frame = el("div", { class: "sheet", "data-page": sheet.page }, picture, boxes);
  picture.addEventListener("error", () => {
    picture.replaceWith(
      el("p", { class: "alert" }, `The picture of this page is the file ${sheet.file} beside this report, and it is not there.`),
    );
  });
  frame.addEventListener("click", (event) => {
    const { node } = event.target.dataset;
    if (node !== undefined) open(Number(node));
  });
  frame.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(event.target);
    const next = at < 0 ? null : rove(boxes, at, event.key);
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
  });
  return el("figure", {}, el("figcaption", {}, `Page ${sheet.page}`), frame);
}

function box([start, , node, type], edges, first) {
  const look = TYPES[data.types[type]];
  const name = `${look.name}: ${inFull(data.nodes[node]).slice(0, 120)}`;
  const [x0, top, x1, bottom] = edges.map((edge) => edge / 100);
  const button = el("button", {
    type: "button",
    class: `spotted ${look.css}`,
    tabindex: first ? "0" : "-1",
    title: name,
    "aria-label": name,
    "data-node": node,
    "data-at": start,
  });
  Object.assign(button.style, {
    left: `${x0}%`,
    top: `${top}%`,
    width: `${x1 - x0}%`,
    height: `${bottom - top}%`,
  });
  return button;
}
