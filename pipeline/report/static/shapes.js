// The shapes of the types: they tell the types apart where colours do not.

const CORNERS = {
  MARKER: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  MIRNA: [
    [0, -1.2],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  PATHWAY: [
    [-0.55, -0.95],
    [0.55, -0.95],
    [1.1, 0],
    [0.55, 0.95],
    [-0.55, 0.95],
    [-1.1, 0],
  ],
};

/** The corners of a type's shape of radius 1; a circle has none. */
export function cornersOf(type) {
  return CORNERS[type] ?? null;
}
