// Texts with their marked mentions.
import { el } from "./dom.js";
import { data, inFull, TYPES } from "./data.js";

/** The mentions that begin in a stretch of a document (they are in text order, the longer first). */
export function mentionsIn(document_, start, end) {
  const all = document_.mentions;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle][0] < start) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (let i = low; i < all.length && all[i][0] < end; i += 1) if (all[i][1] <= end) found.push(all[i]);
  return found;
}

/** A stretch of a document, its mentions marked: `role(mention)` adds a class, `open` makes the marks lead on. */
export function marked(document_, start, end, { role = () => "", open = false } = {}) {
  return nest(document_.text, start, end, mentionsIn(document_, start, end), (mention) => mark(mention, role, open));
}

function mark(mention, role, open) {
  const [, , node, type, flags] = mention;
  const look = TYPES[data.types[type]];
  const name = inFull(data.nodes[node]);
  const how = `${flags & 1 ? ", denied" : ""}${flags & 2 ? ", speculative" : ""}`;
  const attributes = {
    class: `mark ${look.css} ${role(mention)}`,
    title: `${look.name}: ${name.slice(0, 120)}${how}`,
    "data-tag": look.tag,
    "data-node": node,
  };
  if (open) Object.assign(attributes, { role: "link", tabindex: "-1" });
  return el("mark", attributes);
}

function nest(text, start, end, mentions, make) {
  const out = document.createDocumentFragment();
  let [at, i] = [start, 0];
  while (i < mentions.length) {
    const [from, to] = mentions[i];
    let next = i + 1;
    if (from >= at) {
      while (next < mentions.length && mentions[next][0] < to) next += 1;
      const inside = mentions.slice(i + 1, next).filter((mention) => mention[1] <= to);
      const node = make(mentions[i]);
      node.append(nest(text, from, to, inside, make));
      out.append(text.slice(at, from), node);
      at = to;
    }
    i = next;
  }
  out.append(text.slice(at, end));
  return out;
}

/** The passage of a document that holds an offset. */
export function passageAt(document_, offset) {
  return document_.passages.find((passage) => passage.start <= offset && offset < passage.end) ?? null;
}

/** A table row as a little table of its own, under its columns' heads. */
export function rowTable(document_, passages, options) {
  const width = Math.max(...passages.map((passage) => passage.cells.length));
  const heads = Array.from({ length: width }, (_, i) => {
    return passages.map((passage) => passage.cells[i]?.[3]).find((head) => head) ?? "";
  });
  const head =
    heads.some((text) => text) &&
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        heads.map((text) => el("th", { scope: "col" }, text)),
      ),
    );
  const rows = passages.map((passage) =>
    el(
      "tr",
      {},
      passage.cells.map(([start, end, inherited]) =>
        el(
          "td",
          { class: inherited && "inherited", title: inherited && "taken over from the row above" },
          marked(document_, start, end, options),
        ),
      ),
    ),
  );
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": passages[0].table || "Table row" },
    el("table", { class: "rows" }, head, el("tbody", {}, rows)),
  );
}
