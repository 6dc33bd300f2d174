// The map of all concepts: each a point in its community's disc, on a canvas, with the edges that pass the filters.
import { cut, show } from "./dom.js";
import { data, inFull, once, SIGNS, signOf, TYPES } from "./data.js";
import { cornersOf } from "./shapes.js";

/** The side of the square that concepts are placed on. */
export const SIDE = 1000;
const LABELS = 60;
const ORDER = Object.keys(SIGNS).reverse();

const bySize = once(() =>
  data.nodes.map((_, i) => i).sort((a, b) => data.nodes[b].strength - data.nodes[a].strength || a - b),
);

function size(node) {
  return 1.4 + Math.min(7, Math.sqrt(node.degree) * 0.55);
}

/** A colour of the style sheet, light or dark. */
export function colour(name) {
  return getComputedStyle(document.body).getPropertyValue(`--${name}`).trim();
}

/** The path of some nodes' shapes at (x, y) of `at(node)`, grown by a factor. */
function shapesPath(nodes, at, grow) {
  return nodes
    .map((node) => {
      const [[x, y], r] = [at(node), size(data.nodes[node]) * grow];
      const corners = cornersOf(data.nodes[node].type);
      if (!corners) return `M${(x - r).toFixed(1)},${y.toFixed(1)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
      return `M${corners.map(([dx, dy]) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`).join("L")}Z`;
    })
    .join("");
}

/**
 * What the map consists of, in order: {path, stroke | fill, width, alpha} and {text, x, y}.
 * `at` places a node; `edges` are numbers; `picked` is a node or null, `width(text)` measures.
 */
function layers(edges, at, grow, picked, width, limit) {
  const out = [];
  const types = wantedTypes(edges);
  const line = (edge) => {
    const [[x1, y1], [x2, y2]] = [at(edge.source), at(edge.target)];
    return `M${x1.toFixed(1)},${y1.toFixed(1)}L${x2.toFixed(1)},${y2.toFixed(1)}`;
  };
  const chosen = edges.map((index) => data.edges[index]);
  const faint = Math.max(0.06, Math.min(0.55, 700 / Math.max(1, edges.length)));
  for (const sign of ORDER) {
    const path = chosen.filter((edge) => signOf(edge) === sign).map(line).join("");
    const strong = sign === "together" ? faint : Math.min(0.8, 2 * faint);
    if (path) out.push({ path, stroke: sign === "together" ? colour("quiet") : colour(sign), width: 0.7, alpha: strong });
  }
  for (const [type, look] of Object.entries(TYPES)) {
    const own = bySize().filter((node) => data.nodes[node].type === type);
    const parts = [own.filter((node) => types.has(node)), own.filter((node) => !types.has(node))];
    parts.forEach((nodes, i) => {
      if (nodes.length) out.push({ path: shapesPath(nodes, at, grow), fill: colour(look.css), alpha: i ? 0.22 : 0.95 });
    });
  }
  if (picked !== null) {
    const mine = chosen.filter((edge) => edge.source === picked || edge.target === picked);
    out.push({ path: mine.map(line).join(""), stroke: colour("ink"), width: 1.2, alpha: 0.8 });
    out.push({ path: shapesPath([picked], at, grow * 1.7), fill: colour("ink"), alpha: 1 });
    out.push({ path: shapesPath([picked], at, grow * 1.2), fill: colour(TYPES[data.nodes[picked].type].css), alpha: 1 });
  }
  return [...out, ...labels(at, grow, picked, width, limit)];
}

/** The nodes that an edge shown ends at. */
function wantedTypes(edges) {
  return new Set(edges.flatMap((index) => [data.edges[index].source, data.edges[index].target]));
}

function labels(at, grow, picked, width, limit) {
  const [used, out] = [[], []];
  for (const node of picked === null ? bySize() : [picked, ...bySize()]) {
    if (out.length === LABELS) break;
    const [[x, y], text] = [at(node), cut(data.nodes[node].label, 28)];
    if (x < 0 || y < 0 || x > limit[0] || y > limit[1]) continue;
    const [wide, gap] = [width(text), size(data.nodes[node]) * grow + 3];
    const left = x + gap + wide > limit[0] ? x - gap - wide : x + gap;
    const box = [left - 2, y - 8, left + wide + 2, y + 8];
    if (used.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) continue;
    used.push(box);
    out.push({ text, x: left, y: y + 4 });
  }
  return out;
}

/** The map on a canvas; `pick(node)` hears of clicks, `tell(text)` what the keyboard has come to. */
export class ConceptMap {
  constructor(canvas, pick, tell) {
    Object.assign(this, { canvas, pick, tell, edges: [], picked: null, over: null, view: { x: 0, y: 0, k: 1 } });
    this.shown = false;
    this.fresh = true;
    this.listen();
  }

  /** Draw some edges (numbers) and all nodes. */
  show(edges, picked) {
    Object.assign(this, { edges, picked });
    if (this.fresh) this.fit();
    this.paint();
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width) return;
    const k = Math.min(width, height) / (SIDE + 40);
    this.view = { k, x: (width - k * SIDE) / 2, y: (height - k * SIDE) / 2 };
    this.fresh = false;
  }

  zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const { view } = this;
    const f = Math.max(0.1, Math.min(20, view.k * factor)) / view.k;
    this.view = { k: view.k * f, x: x - (x - view.x) * f, y: y - (y - view.y) * f };
    this.paint();
  }

  at(node) {
    const [x, y] = data.nodes[node].spot;
    return [x * this.view.k + this.view.x, y * this.view.k + this.view.y];
  }

  layers(width) {
    const { clientWidth, clientHeight } = this.canvas;
    const grow = Math.max(0.8, Math.min(2.5, this.view.k * 1.3));
    return layers(this.edges, (node) => this.at(node), grow, this.over ?? this.picked, width, [clientWidth, clientHeight]);
  }

  paint() {
    if (!this.canvas.clientWidth) return;
    this.onto(this.canvas, Math.min(2, window.devicePixelRatio || 1));
  }

  /** Draw onto a canvas at a scale. */
  onto(canvas, scale) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = colour("ground");
    pen.fillRect(0, 0, width, height);
    pen.font = "12px system-ui, sans-serif";
    for (const layer of this.layers((text) => pen.measureText(text).width)) {
      pen.globalAlpha = layer.alpha ?? 1;
      if (layer.text !== undefined) {
        Object.assign(pen, { lineWidth: 3, lineJoin: "round", strokeStyle: colour("ground"), fillStyle: colour("ink") });
        pen.strokeText(layer.text, layer.x, layer.y);
        pen.fillText(layer.text, layer.x, layer.y);
      } else if (layer.stroke) {
        Object.assign(pen, { lineWidth: layer.width, strokeStyle: layer.stroke });
        pen.stroke(new Path2D(layer.path));
      } else {
        pen.fillStyle = layer.fill;
        pen.fill(new Path2D(layer.path));
      }
    }
  }

  /** The same picture as an SVG element. */
  svg() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const make = (name, attributes, ...children) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.append(...children);
      return node;
    };
    const root = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "sans-serif", "font-size": 12 });
    root.append(make("rect", { width, height, fill: colour("ground") }));
    for (const layer of this.layers((text) => 6.6 * text.length)) {
      if (layer.text === undefined)
        root.append(
          make("path", {
            d: layer.path,
            fill: layer.fill ?? "none",
            stroke: layer.stroke ?? "none",
            "stroke-width": layer.width ?? 0,
            opacity: layer.alpha,
          }),
        );
      else
        root.append(
          make(
            "text",
            { x: layer.x, y: layer.y, fill: colour("ink"), stroke: colour("ground"), "stroke-width": 3, "paint-order": "stroke" },
            layer.text,
          ),
        );
    }
    return root;
  }

  /** The node nearest to a point, not farther than 14 pixels. */
  nearest(x, y) {
    let [best, least] = [null, 14 ** 2];
    data.nodes.forEach((_, node) => {
      const [nx, ny] = this.at(node);
      const far = (nx - x) ** 2 + (ny - y) ** 2;
      if (far < least) [best, least] = [node, far];
    });
    return best;
  }

  point(node) {
    if (this.over === node) return;
    this.over = node;
    this.canvas.title = node === null ? "" : `${TYPES[data.nodes[node].type].name}: ${cut(inFull(data.nodes[node]), 120)}`;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  listen() {
    const { canvas } = this;
    let held = null;
    canvas.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, moved: 0 };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!held) return void this.point(this.nearest(event.offsetX, event.offsetY));
      const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
      held = { x: event.clientX, y: event.clientY, moved: held.moved + Math.abs(dx) + Math.abs(dy) };
      this.view = { ...this.view, x: this.view.x + dx, y: this.view.y + dy };
      this.paint();
    });
    canvas.addEventListener("pointerup", (event) => {
      if (held && held.moved <= 4) {
        const node = this.nearest(event.offsetX, event.offsetY);
        if (node !== null) this.pick(node);
      }
      held = null;
    });
    canvas.addEventListener("pointerleave", () => this.point(null));
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY);
      },
      { passive: false },
    );
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => this.point(null));
  }

  key(event) {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") {
      this.fit();
      this.paint();
    } else if (event.key === "Enter" && this.over !== null) this.pick(this.over, true);
    else if (way) this.step(way);
    else return;
    event.preventDefault();
  }

  step([right, down]) {
    const from = this.over ?? this.picked;
    if (from === null) this.point(bySize()[0] ?? null);
    else {
      const [x, y] = this.at(from);
      let [best, least] = [from, Infinity];
      data.nodes.forEach((_, node) => {
        const [dx, dy] = [this.at(node)[0] - x, this.at(node)[1] - y];
        const along = dx * right + dy * down;
        const cost = along + 2 * Math.abs(dx * down + dy * right);
        if (node !== from && along > 0.5 && cost < least) [best, least] = [node, cost];
      });
      this.point(best);
    }
    if (this.over !== null) {
      const { type, degree } = data.nodes[this.over];
      this.tell(`${cut(inFull(data.nodes[this.over]), 80)}, ${TYPES[type].name}, ${show(degree)} links`);
    }
  }
}
