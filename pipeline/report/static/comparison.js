// The comparison screen: what the cells chosen share, where they differ, and the blanks, with evidence behind each.
import { counted, el, show } from "./dom.js";
import { data, inFull, TYPES } from "./data.js";
import { nodeButton } from "./cards.js";
import { hasAspect, rowsOf, setsOf } from "./compare.js";
import { save, svgText } from "./export.js";
import { ASPECTS, matrix, VERDICTS } from "./matrix.js";
import { sourcesInWords, typesInWords, upset } from "./upset.js";

/** More columns than this cannot be read side by side. */
const MOST = 6;
const state = { chosen: null, aspect: null, type: "", show: "", set: null };
let box = null;
let go = null;

/** Fill the screen; `navigate` changes the page's address. */
export function startComparison(screen, navigate) {
  go = navigate;
  box = el("div");
  screen.append(el("h2", {}, "Comparison of sources"), box);
}

/** Show the comparison of some sources (their numbers, joined by "+"); without any, of those that the run chose. */
export function showComparison(address) {
  const { sources, chosen } = data.comparison;
  const asked = [...new Set((address ?? "").split("+").filter(Boolean).map(Number))];
  const next = asked.filter((one) => sources[one]).slice(0, MOST);
  const those = next.length ? next : [...chosen];
  if (state.chosen?.join() === those.join()) return;
  state.chosen = those;
  state.set = null;
  const told = (aspect) => those.some((source) => hasAspect(source, aspect));
  if (!state.aspect || !told(state.aspect)) state.aspect = Object.keys(ASPECTS).find(told) ?? "has";
  fill();
}

function fill() {
  const { sources } = data.comparison;
  if (!sources.length) {
    box.replaceChildren(el("p", {}, "These texts say nothing of two cells that could be compared."));
    return;
  }
  const names = state.chosen.map((source) => sources[source].label);
  const rows = rowsOf(state.chosen, state.aspect).filter((row) => !state.type || row.type === state.type);
  const sets = setsOf(rows);
  if (state.set !== null && !sets.some(({ key }) => key === state.set)) state.set = null;
  const focused = document.activeElement?.id || document.activeElement?.dataset?.set;
  box.replaceChildren(
    el(
      "p",
      { class: "quiet" },
      "Each cell with its kinds, as their names tell. A blank says that these texts have no direct evidence, not that a source lacks the thing.",
    ),
    chooser(names),
    el("div", { class: "bar" }, controls()),
    rows.length ? plot(sets, names) : el("p", {}, "Nothing of this kind is said of these cells."),
    rows.length ? blanks(rows, names) : "",
    rows.length ? matrix(rows, names, state, go) : "",
  );
  const again = focused && (document.getElementById(focused) ?? box.querySelector(`[data-set="${focused}"]`));
  if (again) again.focus();
}

/** The cells chosen, each with a button that takes it away, and those that can be added. */
function chooser(names) {
  const { sources } = data.comparison;
  const to = (those) => go(`comparison/${those.join("+")}`);
  const chips = state.chosen.map((source, i) =>
    el(
      "span",
      { class: "chip cell" },
      el("span", { class: "shape cell", "aria-hidden": "true" }),
      names[i],
      el("span", { class: "quiet" }, sources[source].members.length > 1 && `  with ${counted(sources[source].members.length - 1, "kind")}`),
      state.chosen.length > 1 &&
        el(
          "button",
          {
            type: "button",
            class: "off",
            "aria-label": `Take ${names[i]} out`,
            onclick: () => to(state.chosen.filter((one) => one !== source)),
          },
          "×",
        ),
    ),
  );
  const others = sources.map((_, i) => i).filter((i) => !state.chosen.includes(i));
  const add = el(
    "select",
    {
      id: "comparison-add",
      disabled: state.chosen.length >= MOST || !others.length,
      onchange: () => to([...state.chosen, Number(add.value)]),
    },
    el("option", { value: "" }, state.chosen.length >= MOST ? `at most ${MOST} cells` : "Add a cell …"),
    others.map((i) => el("option", { value: i }, inFull(sources[i]).slice(0, 80))),
  );
  return el("div", { class: "chips chooser" }, chips, el("label", {}, el("span", { class: "unseen" }, "Add a cell"), add));
}

function controls() {
  const choose = (id, name, key, options) => {
    const select = el(
      "select",
      {
        id,
        onchange: () => {
          state[key] = select.value;
          if (key !== "show") state.set = null;
          fill();
        },
      },
      Object.entries(options).map(([value, text]) => el("option", { value, selected: value === state[key] }, text)),
    );
    return el("label", { class: "field" }, name, select);
  };
  const many = Object.entries(TYPES).filter(([type]) => type !== "CELL_TYPE");
  return [
    choose("comparison-aspect", "Compare", "aspect", Object.fromEntries(Object.entries(ASPECTS).map(([key, { name }]) => [key, name]))),
    choose("comparison-type", "Concepts", "type", { "": "All types", ...Object.fromEntries(many.map(([type, look]) => [type, look.many])) }),
    choose("comparison-show", "Show", "show", {
      "": "All rows",
      ...VERDICTS,
      blank: "with a blank",
      apart: "told of several, no side-by-side study",
    }),
  ];
}

function plot(sets, names) {
  if (!sets.length) return el("p", {}, `None of these cells is ${ASPECTS[state.aspect].said.toLowerCase()}.`);
  const drawing = upset(sets, names, state.set, (key) => {
    state.set = state.set === key ? null : key;
    fill();
  });
  const types = data.types.filter((type) => sets.some(({ counts }) => counts[type]));
  return el(
    "section",
    { class: "plot" },
    el("h3", {}, `${ASPECTS[state.aspect].said}: in exactly these cells`),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "UpSet plot" }, drawing),
    el(
      "p",
      { class: "chips" },
      types.map((type) => el("span", { class: "quiet" }, el("span", { class: `shape ${TYPES[type].css}`, "aria-hidden": "true" }), TYPES[type].many)),
      el("span", { class: "quiet" }, "A bar shows only its concepts."),
      el(
        "button",
        {
          type: "button",
          class: "link",
          id: "comparison-svg",
          onclick: () => save("upset.svg", new Blob([svgText(drawing)], { type: "image/svg+xml" })),
        },
        "Save as SVG",
      ),
    ),
    chosenSet(sets, names),
  );
}

/** The concepts of the bar that was clicked. */
function chosenSet(sets, names) {
  const set = sets.find(({ key }) => key === state.set);
  if (!set) return "";
  return el(
    "div",
    { class: "picked", role: "status" },
    el("b", {}, `Said of ${sourcesInWords(set.key, names)} only: ${typesInWords(set.counts)} `),
    el(
      "button",
      {
        type: "button",
        class: "link",
        onclick: () => {
          state.set = null;
          fill();
        },
      },
      "Show all",
    ),
    el("p", { class: "chips" }, set.rows.slice(0, 60).map((row) => nodeButton(row.item, go)), set.rows.length > 60 && `and ${show(set.rows.length - 60)} more below`),
  );
}

/** What nobody says: named, so that a blank is not read as a no. */
function blanks(rows, names) {
  const several = rows.filter((row) => row.said > 1);
  const apart = several.filter((row) => !row.studies.length);
  const lines = names.map((name, i) => {
    const [blank, together] = ["blank", "together"].map((one) => rows.filter((row) => row.cells[i].state === one).length);
    return `${name}: no direct evidence on ${show(blank)} of ${show(rows.length)}${together ? `, only named together with ${show(together)}` : ""}`;
  });
  lines.push(
    several.length
      ? `No side-by-side study: for ${show(apart.length)} of ${counted(several.length, "concept")} told of two or more of these cells, no primary study is cited that tells of more than one of them`
      : "No concept is told of two of these cells, so nothing can be set side by side",
  );
  return el("section", {}, el("h3", {}, "What nobody says"), el("ul", { class: "blanks" }, lines.map((text) => el("li", {}, text))));
}
