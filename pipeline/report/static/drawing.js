// The drawing: shapes of one size at every zoom, names where there is room, lines that end at the shapes' rims.
import { cut, draw } from "./dom.js";
import { data, inFull, inWords, signOf, TYPES } from "./data.js";
import { listen } from "./gestures.js";
import { cornersOf } from "./shapes.js";

const LINE = 15;

/** Shapes are smaller where the drawing is narrow. */
let factor = 1;

/** Radius of a node. */
export function radius(node) {
  return data.nodes[node].radius * factor;
}

/** Width of a node's name. */
export function nameWidth(node) {
  return 6.6 * Math.min(28, data.nodes[node].label.length);
}

function shapeOf(type, r) {
  const corners = cornersOf(type);
  if (!corners) return draw("circle", { r });
  return draw("polygon", { points: corners.map(([x, y]) => `${x * r},${y * r}`).join(" ") });
}

/** A picture of nodes and edges in an SVG element; `pick(kind, index)` hears of what is clicked. */
export class Drawing {
  constructor(svg, pick) {
    this.svg = svg;
    this.pick = pick;
    this.view = { x: 0, y: 0, k: 1, l: 1 };
    this.nodes = new Map();
    this.edges = [];
    svg.append(
      heads(),
      (this.lines = draw("g")),
      (this.shapes = draw("g")),
      (this.names = draw("g", { class: "names" })),
    );
    listen(this);
  }

  /** Show some edges (numbers) with nodes at places; the view fits them unless `keep`. */
  show(places, edges, keep = false) {
    this.places = places;
    factor = Math.max(0.6, Math.min(1, this.svg.clientWidth / 560 || 1));
    this.lines.replaceChildren();
    this.shapes.replaceChildren();
    this.names.replaceChildren();
    this.nodes.clear();
    const sides = new Map();
    this.edges = edges.map((index) => this.line(data.edges[index], sides));
    const order = [...places.keys()].sort((a, b) => data.nodes[b].strength - data.nodes[a].strength || a - b);
    for (const node of order) this.shape(node);
    this.order = order;
    order.forEach((node, i) => this.nodes.get(node).group.setAttribute("tabindex", i ? "-1" : "0"));
    if (!keep) this.fit();
    else this.paint();
  }

  line(edge, sides) {
    const pair = [edge.source, edge.target].sort((a, b) => a - b).join(" ");
    const side = sides.get(pair) ?? 0;
    sides.set(pair, side + 1);
    const sign = signOf(edge);
    const path = draw("path", {
      class: `edge ${sign}`,
      "marker-end": sign === "together" ? null : `url(#head-${sign})`,
    });
    const hit = draw("path", { class: "hit", "data-edge": edge.index }, draw("title", {}, inWords(edge)));
    hit.addEventListener("click", () => this.pick("edge", edge.index));
    const group = draw("g", { class: "link" }, path, hit);
    if (edge.layer === "relation")
      path.style.strokeWidth = String(1.2 + Math.min(2.6, 0.8 * Math.log2(edge.sentences)));
    this.lines.append(group);
    return { edge, path, hit, group, bend: side ? (side % 2 ? 1 : -1) * 22 * Math.ceil(side / 2) : 0 };
  }

  shape(node) {
    const { type, label } = data.nodes[node];
    const name = inFull(data.nodes[node]);
    const group = draw(
      "g",
      {
        class: `node ${TYPES[type].css}`,
        role: "button",
        tabindex: "-1",
        "data-node": node,
        "aria-label": `${cut(name, 120)}, ${TYPES[type].name}`,
      },
      shapeOf(type, radius(node)),
      draw("title", {}, `${TYPES[type].name}: ${cut(name, 200)}`),
    );
    group.addEventListener("focus", () => this.light(node));
    group.addEventListener("blur", () => this.light(null));
    group.addEventListener("pointerenter", () => this.light(node));
    group.addEventListener("pointerleave", () => this.light(null));
    const text = draw("text", {}, cut(label, 28));
    this.shapes.append(group);
    this.names.append(text);
    this.nodes.set(node, { group, text, width: nameWidth(node) });
  }

  /** Mark what is selected: a node with its lines, or an edge with its ends. */
  select(kind, index) {
    const ends = new Set();
    for (const { edge, group } of this.edges) {
      const on =
        kind === "edge" ? edge.index === index : kind === "node" && (edge.source === index || edge.target === index);
      group.classList.toggle("on", on);
      if (on) [edge.source, edge.target].forEach((end) => ends.add(end));
    }
    if (kind === "node") ends.add(index);
    for (const [node, { group, text }] of this.nodes) {
      group.classList.toggle("on", ends.has(node));
      group.classList.toggle("picked", kind === "node" && node === index);
      text.classList.toggle("on", ends.has(node));
    }
    this.svg.classList.toggle("selecting", kind !== null && (kind === "node" ? this.nodes.has(index) : ends.size > 0));
    this.paint();
  }

  light(node) {
    for (const { edge, group } of this.edges)
      group.classList.toggle("near", edge.source === node || edge.target === node);
    for (const [other, { text }] of this.nodes) text.classList.toggle("near", other === node);
  }

  fit() {
    const { width, height } = this.svg.getBoundingClientRect();
    const points = [...this.places.values()];
    if (!points.length || !width) return;
    const margin = Math.min(60, width / 8);
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const size = (values) => Math.max(60, Math.max(...values) - Math.min(...values));
    let [k, l] = [(width - 2 * margin) / size(xs), (height - 90) / size(ys)];
    k = Math.min(k, 1.5 * l, 1.8);
    l = Math.min(l, 1.5 * k, 1.8);
    const middle = (values) => (Math.max(...values) + Math.min(...values)) / 2;
    this.view = { x: width / 2 - k * middle(xs), y: height / 2 - 4 - l * middle(ys), k, l };
    this.paint();
  }

  zoom(factor, x = this.svg.clientWidth / 2, y = this.svg.clientHeight / 2) {
    const view = this.view;
    const f = Math.max(0.1, Math.min(12, view.k * factor)) / view.k;
    this.view = { x: x - (x - view.x) * f, y: y - (y - view.y) * f, k: view.k * f, l: view.l * f };
    this.paint();
  }

  /** Bring a node into the middle if it is out of sight. */
  reveal(node) {
    if (!this.places.has(node)) return;
    const [x, y] = this.at(node);
    const { clientWidth: width, clientHeight: height } = this.svg;
    if (x > 20 && y > 20 && x < width - 20 && y < height - 20) return;
    this.view = { ...this.view, x: this.view.x + width / 2 - x, y: this.view.y + height / 2 - y };
    this.paint();
  }

  at(node) {
    const [x, y] = this.places.get(node);
    return [x * this.view.k + this.view.x, y * this.view.l + this.view.y];
  }

  paint() {
    for (const { edge, path, hit, bend } of this.edges) {
      const d = route(this.at(edge.source), this.at(edge.target), radius(edge.source), radius(edge.target), bend, edge);
      path.setAttribute("d", d);
      hit.setAttribute("d", d);
    }
    for (const [node, { group }] of this.nodes) {
      const [x, y] = this.at(node);
      group.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)})`);
    }
    this.name();
  }

  /** Write names below, above or beside their shapes where they cover nothing; the rest appear when pointed at. */
  name() {
    const taken = this.order.map((node) => {
      const [[x, y], r] = [this.at(node), radius(node)];
      return [x - r, y - r, x + r, y + r];
    });
    const { clientWidth: right, clientHeight: bottom } = this.svg;
    const inside = (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= right && box[3] <= bottom;
    const free = (box) =>
      inside(box) &&
      taken.every((other) => box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1]);
    const first = this.order.filter((node) => this.nodes.get(node).text.classList.contains("on"));
    for (const node of [...first, ...this.order.filter((other) => !first.includes(other))]) {
      const [[x, y], r, { text, width }] = [this.at(node), radius(node), this.nodes.get(node)];
      const spots = [
        [x, y + r + 13],
        [x, y - r - 5],
        [x + r + 4 + width / 2, y + 4],
        [x - r - 4 - width / 2, y + 4],
        [x + width / 2, y + r + 11],
        [x - width / 2, y + r + 11],
        [x + width / 2, y - r - 4],
        [x - width / 2, y - r - 4],
        [x, y + r + 26],
      ];
      const box = ([at, base]) => [at - width / 2, base - LINE + 4, at + width / 2, base + 3];
      const spot = spots.find((option) => free(box(option)));
      text.classList.toggle("hidden", spot === undefined);
      if (spot) taken.push(box(spot));
      const [at, base] = spot ?? spots[0];
      text.setAttribute("x", at.toFixed(1));
      text.setAttribute("y", base.toFixed(1));
    }
  }
}

function route([x1, y1], [x2, y2], r1, r2, bend, edge) {
  if (edge.source === edge.target) {
    return `M${x1 - r1 * 0.7},${y1 - r1 * 0.7}c-22,-34 ${44 + r1},-34 ${r1 * 1.4 + 4},-4`;
  }
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [x, y] = [(x2 - x1) / length, (y2 - y1) / length];
  const gap = edge.layer === "relation" ? 5 : 0;
  const [a, b] = [
    [x1 + x * r1, y1 + y * r1],
    [x2 - x * (r2 + gap), y2 - y * (r2 + gap)],
  ];
  const point = ([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`;
  if (!bend) return `M${point(a)}L${point(b)}`;
  return `M${point(a)}Q${point([(x1 + x2) / 2 - y * bend, (y1 + y2) / 2 + x * bend])} ${point(b)}`;
}

function heads() {
  const marker = (sign, shape) =>
    draw(
      "marker",
      {
        id: `head-${sign}`,
        class: sign,
        viewBox: "-6 -6 12 12",
        markerWidth: 10,
        markerHeight: 10,
        markerUnits: "userSpaceOnUse",
        orient: "auto",
      },
      shape,
    );
  return draw(
    "defs",
    {},
    marker("plus", draw("path", { d: "M-5,-4.5L4,0L-5,4.5Z" })),
    marker("minus", draw("rect", { x: -0.5, y: -5.5, width: 3, height: 11 })),
    marker("zero", draw("circle", { r: 3 })),
  );
}
