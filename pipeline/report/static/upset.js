// The UpSet plot (Lex and others 2014): how many items are positive in exactly which sources, as a drawing.
import { counted, cut, draw, rove } from "./dom.js";
import { data, TYPES } from "./data.js";

const [COLUMN, ROW, HEAD] = [40, 28, 26];
const WIDE = { names: 230, sizes: 90, letters: 34, high: 150 };
const NARROW = { names: 116, sizes: 26, letters: 14, high: 110 };

/** A number of items by type, in words. */
export function typesInWords(counts) {
  const small = (name) => name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return data.types
    .filter((type) => counts[type])
    .map((type) => counted(counts[type], small(TYPES[type].name), small(TYPES[type].many)))
    .join(", ");
}

/** The sources of a set, in words. */
export function sourcesInWords(key, names) {
  return names.filter((_, i) => key[i] === "1").join(" and ");
}

/** The plot of some sets (see `setsOf`); `pick(key)` hears of a click, Enter or blank on a bar. */
export function upset(sets, names, picked, pick) {
  const room = window.innerWidth < 700 ? NARROW : WIDE;
  const most = Math.max(1, ...sets.map((set) => set.rows.length));
  const sizes = names.map((_, i) => sets.reduce((sum, { key, rows }) => sum + (key[i] === "1" ? rows.length : 0), 0));
  const largest = Math.max(1, ...sizes);
  const [left, top] = [room.names + room.sizes + 34, HEAD + room.high + 14];
  const [width, height] = [left + COLUMN * Math.max(3, sets.length) + 12, top + ROW * names.length + 8];
  const svg = draw("svg", {
    class: "upset",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "group",
    "aria-label": "Items by the sources that they are said of, each a bar",
  });
  svg.append(...names.map((name, i) => line(name, i, sizes[i] / largest, sizes[i], { room, left, top, width })));
  svg.append(
    draw("text", { x: left - 22, y: HEAD + 8, class: "axis", "text-anchor": "end" }, "said of exactly these"),
    draw("text", { x: left - 22, y: top - 8, class: "axis", "text-anchor": "end" }, "said of each"),
  );
  const bars = sets.map((set, i) => bar(set, left + COLUMN * (i + 0.5), room.high / most, top, names, picked === set.key));
  bars.forEach((one, i) => {
    one.setAttribute("tabindex", i === Math.max(0, sets.findIndex(({ key }) => key === picked)) ? "0" : "-1");
    one.addEventListener("click", () => pick(sets[i].key));
    one.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") pick(sets[i].key);
      else if (!rove(bars, i, event.key)) return;
      event.preventDefault();
    });
  });
  svg.append(...bars);
  return svg;
}

/** A source's line: its name, how many are said of it, and a stripe. */
function line(name, i, part, size, { room, left, top, width }) {
  const y = top + ROW * i;
  const long = Math.max(1, room.sizes * part);
  return draw(
    "g",
    {},
    draw("title", {}, name),
    draw("rect", { x: 0, y, width, height: ROW, class: i % 2 ? "stripe none" : "stripe" }),
    draw("text", { x: room.names - 8, y: y + ROW / 2 + 4, "text-anchor": "end" }, cut(name, room.letters)),
    draw("rect", { x: room.names, y: y + 7, width: long, height: ROW - 14, class: "size" }),
    draw("text", { x: room.names + long + 4, y: y + ROW / 2 + 4, class: "axis" }, String(size)),
    draw("line", { x1: left, x2: width - 12, y1: y + ROW / 2, y2: y + ROW / 2, class: "guide" }),
  );
}

/** A set's column: the bar, stacked by type, and the dots of its sources. */
function bar({ key, rows, counts }, x, unit, top, names, on) {
  const told = `${counted(rows.length, "item")} said of ${sourcesInWords(key, names)} only: ${typesInWords(counts)}`;
  const inside = [...key].flatMap((one, i) => (one === "1" ? [i] : []));
  const middle = (i) => top + ROW * (i + 0.5);
  const group = draw(
    "g",
    { class: on ? "set on" : "set", role: "button", "aria-pressed": String(on), "aria-label": told, "data-set": key },
    draw("title", {}, told),
    draw("rect", { x: x - COLUMN / 2, y: HEAD - 12, width: COLUMN, height: top - HEAD + 12 + ROW * names.length, class: "hit" }),
  );
  let y = top - 14;
  for (const type of data.types.filter((one) => counts[one])) {
    y -= unit * counts[type];
    group.append(draw("rect", { x: x - 11, y, width: 22, height: unit * counts[type], class: `part ${TYPES[type].css}` }));
  }
  group.append(draw("text", { x, y: y - 4, "text-anchor": "middle", class: "count" }, String(rows.length)));
  if (inside.length > 1)
    group.append(draw("line", { x1: x, x2: x, y1: middle(inside[0]), y2: middle(inside.at(-1)), class: "joint" }));
  names.forEach((_, i) => {
    group.append(draw("circle", { cx: x, cy: middle(i), r: 7, class: key[i] === "1" ? "dot" : "dot none" }));
  });
  return group;
}
