// Making elements. Text enters the page only as text nodes: nothing of a document can become markup.

/** An element with attributes (names with "on" are listeners) and children (strings become text). */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A number as people read it: thousands apart, at most so many decimals. */
export function show(value, digits = 2) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}

/** A share or a belief with two decimals; what is nearly certain is not called certain. */
export function share(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return value < 1 && value >= 0.995 ? "> 0.99" : value.toFixed(2);
}

/** A number with its noun. */
export function counted(number, one, many = `${one}s`) {
  return `${show(number)} ${number === 1 ? one : many}`;
}

/** The head of a table: the first column stands left, the others right, a nameless one is no head. */
export function tableHead(names) {
  const cells = names.map((name, i) => (name ? el("th", { scope: "col", class: i && "number" }, name) : el("td")));
  return el("thead", {}, el("tr", {}, cells));
}

/** Text cut to a length. */
export function cut(text, length) {
  return text.length <= length
    ? text
    : `${Array.from(text)
        .slice(0, length - 1)
        .join("")}…`;
}

/** Arrow keys move the focus among some elements, of which one is a tab stop. */
export function rove(elements, index, key) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  const goal = key === "Home" ? 0 : key === "End" ? elements.length - 1 : index + (step ?? NaN);
  const next = Number.isNaN(goal) ? null : elements[(goal + elements.length) % elements.length];
  next?.focus();
  return next;
}
