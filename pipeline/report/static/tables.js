// Tables that sort by any column and hold thousands of rows: only those near the window are in the page.
import { counted, el, show } from "./dom.js";

/** So many rows come and go together. */
const EACH = 50;
const order = new Intl.Collator("en", { numeric: true });

/**
 * A table. `columns` are {key, name, cell?, numeric?, text?}; `open(row, key)` gives what a row unfolds to, if it
 * does: `key` is null, or what a cell named with `data-open`. The element's `fill(rows)` shows other rows in the
 * chosen order, `rows()` gives those shown in that order.
 */
export function sortable(caption, columns, rows, { open = null, sorted = null, down = false } = {}) {
  let [by, falling, current, groups] = [sorted, down, rows, []];
  const foot = el("p", { class: "quiet" });
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
  const table = el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, heads)));
  const scroll = el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, table);
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) groups.find((group) => group.body === entry.target)?.show(entry.isIntersecting);
    },
    { root: scroll, rootMargin: "600px 0px" },
  );
  const ordered = () =>
    by === null ? current : [...current].sort((a, b) => (falling ? -1 : 1) * compare(a[by], b[by]));
  const fill = (next) => {
    current = next;
    heads.forEach((head, i) =>
      head.setAttribute("aria-sort", columns[i].key === by ? (falling ? "descending" : "ascending") : "none"),
    );
    near.disconnect();
    groups.forEach((group) => group.body.remove());
    const all = ordered();
    groups = Array.from({ length: Math.ceil(all.length / EACH) }, (_, i) =>
      rowGroup(all.slice(i * EACH, (i + 1) * EACH), i * EACH, columns, open),
    );
    table.append(...groups.map((group) => group.body));
    groups[0]?.show(true);
    const many = groups.length > 1;
    scroll.classList.toggle("tall", many);
    scroll.scrollTop = 0;
    table.setAttribute("aria-rowcount", all.length + 1);
    foot.textContent = many ? counted(all.length, "row") : "";
    if (many) groups.forEach((group) => near.observe(group.body));
  };
  const box = el("div", {}, scroll, foot);
  box.fill = fill;
  box.rows = ordered;
  fill(rows);
  return box;
}

/** Rows that come and go together; away, they leave their height. What somebody unfolded stays. */
function rowGroup(rows, first, columns, open) {
  const body = el("tbody");
  let [shown, height] = [false, rows.length * 37];
  const gap = () => {
    const cell = el("td", { colspan: columns.length, class: "gap" });
    cell.style.height = `${height}px`;
    return el("tr", { "aria-hidden": "true" }, cell);
  };
  body.append(gap());
  return {
    body,
    show(wanted) {
      if (wanted === shown || (shown && (body.querySelector(".unfolded") || body.contains(document.activeElement))))
        return;
      if (shown) height = body.getBoundingClientRect().height || height;
      shown = wanted;
      body.replaceChildren(...(shown ? rows.map((row, i) => line(row, first + i, columns, open)) : [gap()]));
    },
  };
}

/** What is shown, as tab-separated text for spreadsheets. */
export function tsv(columns, rows) {
  const cell = (value) => String(value ?? "").replace(/\s+/g, " ");
  const lines = rows.map((row) => columns.map((column) => cell(column.text ? column.text(row) : row[column.key])));
  return `${[columns.map((column) => cell(column.name)), ...lines].map((line) => line.join("\t")).join("\n")}\n`;
}

function compare(a, b) {
  const [none, nothing] = [a === null || a === undefined, b === null || b === undefined];
  if (none || nothing) return Number(none) - Number(nothing);
  return typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b));
}

function line(row, index, columns, open) {
  const cells = columns.map((column, i) => {
    const value = column.cell
      ? column.cell(row)
      : column.numeric
        ? show(row[column.key], 3)
        : String(row[column.key] ?? "");
    return el("td", { class: column.numeric && "number" }, i === 0 && open ? el("span", {}, value) : value);
  });
  const own = el("tr", { "aria-rowindex": index + 2 }, cells);
  if (open) unfolds(own, cells[0], row, columns.length, open);
  return own;
}

/** Let a row unfold: at its toggle, or at a cell's button that says what of it (`data-open`). */
function unfolds(own, first, row, width, open) {
  let [below, what] = [null, null];
  const toggle = el("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-label": "Evidence" });
  const change = (key) => {
    const again = below !== null && what === key;
    below?.remove();
    what = key;
    below = again
      ? null
      : el("tr", { class: "unfolded" }, el("td", { colspan: width }, open(row, key).filter(Boolean)));
    if (below) own.after(below);
    toggle.setAttribute("aria-expanded", String(below !== null && key === null));
    own.querySelectorAll("[data-open]").forEach((button) => {
      button.setAttribute("aria-expanded", String(below !== null && button.dataset.open === key));
    });
  };
  toggle.addEventListener("click", () => change(null));
  own.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (button) change(button.dataset.open);
  });
  first.prepend(toggle);
}
