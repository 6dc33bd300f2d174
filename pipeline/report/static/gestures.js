// What hands do to the drawing: pointers, wheel and keys.

/** Listen to pointer, wheel and keys over a drawing: pan, pinch, zoom, drag a node, walk from node to node. */
export function listen(drawing) {
  const { svg } = drawing;
  const pointers = new Map();
  let held = null;
  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      drawing.zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
  svg.addEventListener("pointerdown", (event) => {
    const node = event.target.closest("[data-node]");
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    held = { node: node ? Number(node.dataset.node) : null, moved: 0, edge: event.target.dataset.edge };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId) || !held) return;
    const [x, y] = pointers.get(event.pointerId);
    const [dx, dy] = [event.clientX - x, event.clientY - y];
    held.moved += Math.abs(dx) + Math.abs(dy);
    if (held.moved > 4) svg.setPointerCapture(event.pointerId);
    if (pointers.size === 2) pinch(drawing, pointers, event);
    else if (held.node !== null) drag(drawing, held.node, dx, dy);
    else drawing.view = { ...drawing.view, x: drawing.view.x + dx, y: drawing.view.y + dy };
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    drawing.paint();
  });
  const up = (event) => {
    pointers.delete(event.pointerId);
    if (event.type === "pointerup" && held && held.moved <= 4) {
      if (held.node !== null) drawing.pick("node", held.node);
      else if (held.edge === undefined) drawing.pick(null, null);
    }
    if (!pointers.size) held = null;
  };
  svg.addEventListener("pointerup", up);
  svg.addEventListener("pointercancel", up);
  svg.addEventListener("keydown", (event) => key(drawing, event));
}

function pinch(drawing, pointers, event) {
  const [id] = [...pointers.keys()].filter((other) => other !== event.pointerId);
  const [[ox, oy], [x, y]] = [pointers.get(id), pointers.get(event.pointerId)];
  const box = drawing.svg.getBoundingClientRect();
  const factor = Math.hypot(event.clientX - ox, event.clientY - oy) / Math.max(1, Math.hypot(x - ox, y - oy));
  drawing.zoom(factor, (ox + event.clientX) / 2 - box.left, (oy + event.clientY) / 2 - box.top);
}

function drag(drawing, node, dx, dy) {
  const [x, y] = drawing.places.get(node);
  drawing.places.set(node, [x + dx / drawing.view.k, y + dy / drawing.view.l]);
}

function key(drawing, event) {
  const here = event.target.closest?.("[data-node]");
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (event.key === "+" || event.key === "=") drawing.zoom(1.3);
  else if (event.key === "-") drawing.zoom(1 / 1.3);
  else if (event.key === "0") drawing.fit();
  else if (here && (event.key === "Enter" || event.key === " ")) drawing.pick("node", Number(here.dataset.node), true);
  else if (here && way) step(drawing, Number(here.dataset.node), way);
  else return;
  event.preventDefault();
}

/** Move the focus to the nearest node in a direction. */
function step(drawing, node, [right, down]) {
  const [x, y] = drawing.at(node);
  let [best, least] = [null, Infinity];
  for (const other of drawing.order) {
    const [dx, dy] = [drawing.at(other)[0] - x, drawing.at(other)[1] - y];
    const along = dx * right + dy * down;
    const cost = along + 2 * Math.abs(dx * down + dy * right);
    if (other !== node && along > 1 && cost < least) [best, least] = [other, cost];
  }
  if (best === null) return;
  drawing.nodes.get(node).group.setAttribute("tabindex", "-1");
  drawing.nodes.get(best).group.setAttribute("tabindex", "0");
  drawing.nodes.get(best).group.focus();
}
