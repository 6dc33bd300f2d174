// The filters' controls, which double as the legend.
import { cut, el, show } from "./dom.js";
import { data, SIGNS, TYPES, typeName } from "./data.js";
import { searchBox } from "./search.js";
import { GROUPS, wanted } from "./view.js";

/** The elements; `update()` hears of every change, `reset()` of a reset, `open(node)` of what the search found. */
export function controls(update, reset, open) {
  const { types, signs, relations, sections } = data.legend;
  const shape = (type) => el("span", { class: `shape ${TYPES[type].css}`, "aria-hidden": "true" });
  const dash = (sign) => el("span", { class: `dash ${sign}`, "aria-hidden": "true" });
  const boxes = (name, counts, sample, text) =>
    GROUPS[name].map((value) => box(update, name, value, sample?.(value), text(value), counts[value] ?? 0));
  return [
    searchBox(open),
    group("Concepts", boxes("types", types, shape, (type) => TYPES[type].many)),
    group("What is said", boxes("signs", signs, dash, (sign) => SIGNS[sign].name)),
    fold("Relations", "relations", boxes("relations", relations, null, typeName)),
    fold("Sections", "sections", boxes("sections", sections, null, (name) => name)),
    slider(update, "Belief or score at least", "least", [0, 1, 0.05]),
    slider(update, "Documents at least", "documents", [1, Math.max(2, Math.min(20, data.numbers.documents)), 1]),
    slider(update, "Edges shown, best first", "amount", [10, Math.max(20, Math.min(300, data.numbers.edges)), 1]),
    choice(update, "Named together, by chance (q)", "q", [
      [1, "at any q"],
      ...[0.05, 0.01, 0.001].map((q) => [q, `q at most ${q}`]),
    ]),
    choice(update, "Document", "document", [
      ["", `All ${show(data.numbers.documents)}`],
      ...data.documents.map((source, i) => [i, cut(source.title, 70)]),
    ]),
    choice(update, "Neighbourhood", "steps", [
      [1, "1 step"],
      [2, "2 steps"],
    ]),
    el("label", { class: "box", title: "Edges that are strong for at least one of their ends (disparity filter, 0.05)" }, [
      tick("backbone", wanted.backbone, (on) => {
        wanted.backbone = on;
        update();
      }),
      el("span", {}, "Backbone only"),
    ]),
    el("button", { type: "button", id: "filter-reset", class: "action", onclick: reset }, "Reset"),
  ];
}

function group(name, boxes) {
  return el("fieldset", {}, el("legend", {}, name), boxes);
}

/** A group that can be folded away; it stands open where something in it is not wanted. */
function fold(name, key, boxes) {
  if (!boxes.length) return null;
  const open = key === "relations" || wanted[key].size < GROUPS[key].length;
  return el("details", { class: "fold", open }, el("summary", {}, name), el("div", { role: "group", "aria-label": name }, boxes));
}

function tick(value, checked, set) {
  const input = el("input", { type: "checkbox", value, checked, onchange: () => set(input.checked) });
  return input;
}

function box(update, key, value, sample, name, number) {
  const input = tick(value, wanted[key].has(value), (on) => {
    if (on) wanted[key].add(value);
    else wanted[key].delete(value);
    update();
  });
  return el("label", { class: "box" }, input, sample, el("span", {}, name), el("span", { class: "quiet" }, show(number)));
}

function slider(update, name, key, [min, max, step]) {
  const told = el("b", {}, show(wanted[key]));
  const input = el("input", { id: `filter-${key}`, type: "range", min, max, step, value: wanted[key] });
  input.addEventListener("input", () => {
    told.textContent = show(Number(input.value));
  });
  input.addEventListener("change", () => {
    wanted[key] = Number(input.value);
    update();
  });
  return el("label", { class: "field" }, el("span", {}, `${name} `, told), input);
}

function choice(update, name, key, options) {
  const chosen = String(wanted[key] ?? "");
  const select = el(
    "select",
    {
      id: `filter-${key}`,
      onchange: () => {
        wanted[key] = select.value === "" ? null : Number(select.value);
        update();
      },
    },
    options.map(([value, text]) => el("option", { value, selected: String(value) === chosen }, text)),
  );
  return el("label", { class: "field" }, name, select);
}
