// The page: screens as tabs, each with an address of its own (#/network/edge/3), so that a view can be shared.
import { counted, rove } from "./dom.js";
import { data } from "./data.js";
import { selectInNetwork, startNetwork } from "./network.js";
import { startEvidence } from "./evidence.js";
import { showComparison, startComparison } from "./comparison.js";
import { showDocument, startDocuments } from "./documents.js";
import { startEvaluation } from "./evaluation.js";
import { startOverview } from "./overview.js";
import { startUnsaid } from "./unsaid.js";

const tabs = [...document.querySelectorAll("[role=tab]")];
const screens = tabs.map((tab) => document.getElementById(tab.getAttribute("aria-controls")));
const started = new Set();
/** Screen -> the address it was left at: its tab leads back there. */
const left = new Map();

/** Change the page's address; the page follows. */
function go(address) {
  left.set(screens.find((screen) => !screen.hidden).id, location.hash.slice(2));
  if (location.hash === `#/${address}`) follow();
  else location.hash = `/${address}`;
}

const start = {
  overview: (screen) => startOverview(screen, go),
  network: () => startNetwork(go),
  comparison: (screen) => startComparison(screen, go),
  unsaid: (screen) => startUnsaid(screen, go),
  evidence: (screen) => startEvidence(screen, go),
  documents: (screen) => startDocuments(screen, go),
  evaluation: (screen) => startEvaluation(screen, go),
};

/** Show what the address names. */
function follow() {
  const [place, end] = location.hash.slice(2).split("?");
  const [name, kind, index, view] = place.split("/");
  const at = Math.max(
    0,
    screens.findIndex((screen) => screen.id === name),
  );
  const { id } = screens[at];
  tabs.forEach((tab, i) => {
    tab.setAttribute("aria-selected", String(i === at));
    tab.tabIndex = i === at ? 0 : -1;
    screens[i].hidden = i !== at;
  });
  if (!started.has(id)) {
    started.add(id);
    start[id](screens[at]);
  }
  if (id === "network") {
    const list = { node: data.nodes, edge: data.edges }[kind];
    const there = list?.[Number(index)] !== undefined;
    selectInNetwork(there ? kind : null, there ? Number(index) : null, end === undefined ? "" : `?${end}`);
  }
  if (id === "comparison") showComparison(kind);
  if (id === "documents") showDocument(Number(kind ?? 0) || 0, index ? Number(index) : null, view);
}

tabs.forEach((tab, i) => {
  tab.addEventListener("click", () => go(left.get(screens[i].id) || screens[i].id));
  tab.addEventListener("keydown", (event) => {
    if (!rove(tabs, i, event.key)) return;
    event.preventDefault();
    document.activeElement.click();
  });
});
window.addEventListener("hashchange", follow);
document.getElementById("counts").textContent = [
  counted(data.numbers.documents, "document"),
  counted(data.numbers.nodes, "concept"),
  counted(data.numbers.edges, "edge"),
].join(" · ");
follow();
document.body.setAttribute("data-ready", "");
window.readyAt = performance.now();
window.report = { data };
