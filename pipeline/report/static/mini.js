// The small picture of all concepts beside the drawing, and the switch between the core and the map.
import { el } from "./dom.js";
import { data, TYPES } from "./data.js";
import { colour, SIDE } from "./map.js";

/** A small picture of all, those of `nodes` in colour: where the view is in the whole. */
export function miniature(canvas, nodes) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = Math.min(2, window.devicePixelRatio || 1);
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const k = Math.min(width, height) / (SIDE + 60);
  const [left, top] = [(width - k * SIDE) / 2, (height - k * SIDE) / 2];
  const dot = (node, r) => {
    const [x, y] = data.nodes[node].spot;
    pen.beginPath();
    pen.arc(left + x * k, top + y * k, r, 0, 7);
    pen.fill();
  };
  pen.fillStyle = colour("together");
  data.nodes.forEach((_, node) => dot(node, 1));
  for (const node of nodes) {
    pen.fillStyle = colour(TYPES[data.nodes[node].type].css);
    dot(node, 2.2);
  }
}

/** The switch between the core and the map. */
export function mapSwitch(map, set) {
  const button = (text, value) =>
    el("button", { type: "button", "aria-pressed": String(map === value), onclick: () => set(value) }, text);
  return [button("Core", false), button("Map of all", true)];
}
