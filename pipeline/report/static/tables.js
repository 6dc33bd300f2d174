// Tables that sort by any column and show long lists in parts.
import { el, show } from "./dom.js";

/**
 * A table. `columns` are {key, name, cell?, numeric?}; `open(row)` gives what a row unfolds to, if it does.
 * The element's `fill(rows)` shows other rows in the chosen order.
 */
export function sortable(caption, columns, rows, { open = null, sorted = null, down = false, few = 100 } = {}) {
  let [by, falling, shown, current] = [sorted, down, few, rows];
  const body = el("tbody");
  const foot = el("p");
  const heads = columns.map((column) =>
    el(
      "th",
      { scope: "col", class: column.numeric && "number" },
      el(
        "button",
        {
          type: "button",
          onclick: () => {
            falling = by === column.key ? !falling : Boolean(column.numeric);
            by = column.key;
            fill(current);
          },
        },
        column.name,
      ),
    ),
  );
  const fill = (next) => {
    current = next;
    heads.forEach((head, i) =>
      head.setAttribute("aria-sort", columns[i].key === by ? (falling ? "descending" : "ascending") : "none"),
    );
    const ordered = by === null ? next : [...next].sort((a, b) => (falling ? -1 : 1) * compare(a[by], b[by]));
    body.replaceChildren(...ordered.slice(0, shown).flatMap((row) => line(row, columns, open)));
    foot.replaceChildren(`${show(Math.min(shown, next.length))} of ${show(next.length)} shown `);
    if (next.length > shown)
      foot.append(
        el(
          "button",
          {
            type: "button",
            class: "more",
            onclick: () => {
              shown += few;
              fill(current);
            },
          },
          `Show ${show(Math.min(few, next.length - shown))} more`,
        ),
      );
  };
  const box = el(
    "div",
    {},
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, heads)), body),
    ),
    foot,
  );
  box.fill = (next) => {
    shown = few;
    fill(next);
  };
  fill(rows);
  return box;
}

function compare(a, b) {
  const [none, nothing] = [a === null || a === undefined, b === null || b === undefined];
  if (none || nothing) return Number(none) - Number(nothing);
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "en", { numeric: true });
}

function line(row, columns, open) {
  const cells = columns.map((column, i) => {
    const value = column.cell
      ? column.cell(row)
      : column.numeric
        ? show(row[column.key], 3)
        : String(row[column.key] ?? "");
    return el("td", { class: column.numeric && "number" }, i === 0 && open ? el("span", {}, value) : value);
  });
  const own = el("tr", {}, cells);
  if (!open) return [own];
  const below = el("tr", { class: "unfolded", hidden: true }, el("td", { colspan: columns.length }));
  const toggle = el("button", {
    type: "button",
    class: "toggle",
    "aria-expanded": "false",
    "aria-label": "Evidence",
    onclick: () => {
      below.hidden = !below.hidden;
      toggle.setAttribute("aria-expanded", String(!below.hidden));
      if (!below.hidden && !below.firstChild.hasChildNodes()) below.firstChild.append(...open(row).filter(Boolean));
    },
  });
  cells[0].prepend(toggle);
  return [own, below];
}
