// Where nodes stand that the first view does not hold: a small force layout without random numbers.

const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/**
 * Places for some nodes: those that have one begin there, the others beside a neighbour that has.
 * `nodes` are {id, at, width}, `links` pairs of ids; gives a map from id to [x, y].
 */
export function arrange(nodes, links, ticks = 260) {
  const at = begin(nodes, links);
  const order = nodes.map((node) => node.id);
  const place = order.map((id) => at.get(id));
  const number = new Map(order.map((id, i) => [id, i]));
  const springs = links.map(([a, b]) => [number.get(a), number.get(b)]).filter(([a, b]) => a !== b);
  for (let tick = 0; tick < ticks; tick += 1) {
    const heat = 1 - tick / ticks;
    push(place, springs, heat);
    if (heat < 0.7) separate(place, nodes);
  }
  for (let i = 0; i < 30; i += 1) separate(place, nodes);
  return new Map(order.map((id, i) => [id, place[i]]));
}

function begin(nodes, links) {
  const at = new Map(nodes.filter((node) => node.at).map((node) => [node.id, [...node.at]]));
  const next = new Map();
  for (const [a, b] of links) {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  }
  nodes.forEach((node, i) => {
    if (at.has(node.id)) return;
    const beside = (next.get(node.id) ?? []).find((id) => at.has(id));
    const [x, y] = beside === undefined ? [500, 410] : at.get(beside);
    const far = beside === undefined ? 40 * Math.sqrt(i + 1) : 60;
    at.set(node.id, [x + far * Math.cos(i * GOLDEN), y + far * Math.sin(i * GOLDEN)]);
  });
  return at;
}

function push(place, springs, heat) {
  const force = place.map(([x, y]) => [-0.016 * (x - 500), -0.02 * (y - 410)]);
  for (let i = 0; i < place.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [x, y] = [place[i][0] - place[j][0], place[i][1] - place[j][1]];
      const strength = 2250 / (x * x + y * y + 25);
      force[i][0] += x * strength;
      force[i][1] += y * strength;
      force[j][0] -= x * strength;
      force[j][1] -= y * strength;
    }
  }
  for (const [a, b] of springs) {
    const [x, y] = [place[b][0] - place[a][0], place[b][1] - place[a][1]];
    const length = Math.hypot(x, y) + 1e-9;
    const pull = (0.015 * (length - 95)) / length;
    force[a][0] += x * pull;
    force[a][1] += y * pull;
    force[b][0] -= x * pull;
    force[b][1] -= y * pull;
  }
  place.forEach((point, i) => {
    point[0] += Math.max(-30, Math.min(30, force[i][0])) * heat;
    point[1] += Math.max(-30, Math.min(30, force[i][1])) * heat;
  });
}

function separate(place, nodes) {
  for (let i = 0; i < place.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [x, y] = [place[i][0] - place[j][0], place[i][1] - place[j][1]];
      const across = (nodes[i].width + nodes[j].width) / 2 - Math.abs(x);
      const down = 46 - Math.abs(y);
      if (across <= 0 || down <= 0) continue;
      const axis = across < down ? 0 : 1;
      const move = 0.25 * Math.min(across, down) * ((axis ? y : x) < 0 ? -1 : 1);
      place[i][axis] += move;
      place[j][axis] -= move;
    }
  }
}
