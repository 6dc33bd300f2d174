"""Answers from a finished run as a person reads them: explanations, rankings, indirect links, differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from pipeline.network.difference import Change, Difference
    from pipeline.network.explain import Explanation, Link, Ranked
    from pipeline.network.indirect import Indirect


def console() -> Console:
    """Standard output; where there is no terminal, lines are not broken."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=160, soft_wrap=True)


def show_explanation(told: Explanation, sources: dict[str, str], to: Console) -> None:
    """Print an explanation."""
    for concept, others in ((told.a, told.others_a), (told.b, told.others_b)):
        also = f"; other names like it: {', '.join(other.label for other in others)}" if others else ""
        to.print(f"[bold]{escape(concept.name)}[/]  {concept.type}  {escape(concept.id)}{escape(also)}")
    if not told.links:
        to.print("No sentence names the two together, and none says anything of them.")
    for link in told.links:
        _show_link(link, sources, to)
    if told.ways:
        to.print("[bold]By way of others[/]  (nobody need have put the two together)")
    for way in told.ways:
        to.print(f"  {escape(_words(way.first))}; {escape(_words(way.second))}")


def show_ranking(found: tuple[Ranked, ...], kinds: list[str], sources: dict[str, str], to: Console) -> None:
    """Print a ranking, each with the sentence that it rests on most."""
    to.print(f"for {escape(', '.join(kinds))}")
    if not found:
        to.print("nothing of this type is linked with it")
    for number, one in enumerate(found, 1):
        best = one.links[0]
        to.print(
            f"{number:>3}. [bold]{escape(one.concept.label)}[/]  strength {one.strength:.2f}  {escape(_words(best))}"
            + (f"  and {len(one.links) - 1} more" if len(one.links) > 1 else "")
        )
        if best.evidence:
            _show_sentence(best, sources, to)


def show_indirect(links: tuple[Indirect, ...], graph: Any, kinds: list[str], to: Console) -> None:
    """Print what is not said yet, each with the ways that lead there."""
    to.print(f"for {escape(', '.join(kinds))}: joined by no sentence, only by way of others; nobody need have said it")
    if not links:
        to.print("nothing of this type is linked with it in this way")
    for number, link in enumerate(links, 1):
        a, c = (escape(graph.nodes[end]["label"]) for end in (link.a, link.c))
        to.print(
            f"{number:>3}. [bold]{a}[/] and [bold]{c}[/]  score {link.score:.2f}, {link.lift:.2f} times what the two"
            f" have anyway, over {link.through} concept{'s' if link.through > 1 else ''}"
        )
        for way in link.ways[:3]:
            sign = {1: "  (raises)", -1: "  (lowers)", 0: ""}[way.sign]
            to.print(f"     [dim]{escape(_edge(graph, way.first))}; {escape(_edge(graph, way.second))}[/]{sign}")


def _edge(graph: Any, edge: tuple[str, str, str]) -> str:
    """An edge of the network in words."""
    data, (head, tail) = graph.edges[edge], (graph.nodes[end]["label"] for end in edge[:2])
    if data["layer"] == "relation":
        return f"{head} {' '.join(filter(None, (data['type'], data['polarity'])))} {tail} (belief {data['belief']:.2f})"
    return f"{head} named together with {tail} (sentences {data['sentences']})"


def show_difference(found: Difference, to: Console, *, many: int = 20, together: bool = False) -> None:
    """Print what differs between two runs."""
    to.print(
        f"[bold]Documents[/]  {len(found.documents_gained)} new, {len(found.documents_lost)} left out; "
        f"model, lexicon and reading settings {'differ' if found.extractor_changed else 'the same'}"
    )
    for setting in found.settings:
        to.print(f"  setting {escape(setting)}")
    for layer, name in (("relation", "Statements"), ("cooccurrence", "Co-occurrences")):
        numbers = {what: found.of(layer, what) for what in ("gained", "lost", "sign", "strength", "significance")}
        told = ", ".join(f"{len(some)} {what}" for what, some in numbers.items() if some)
        to.print(f"[bold]{name}[/]  {told or 'no difference'}")
        for what, some in numbers.items():
            if layer == "relation" or together:
                for change in some[:many]:
                    to.print(f"  {what:<12} {escape(_changed(change))}")
                if len(some) > many:
                    to.print(f"  {what:<12} and {len(some) - many} more")


def _changed(change: Change) -> str:
    states = " -> ".join(
        "nothing" if state is None else f"{state[0] + ' ' if state[0] else ''}{state[1]:.2f}"
        for state in (change.before, change.after)
    )
    return f"{change.head_name} {change.type} {change.tail_name}  {states}  ({change.cause})"


def _words(link: Link) -> str:
    """An edge on one line."""
    if link.layer == "relation":
        says = f"{link.type} {link.polarity}" if link.polarity else link.type
        return f"{link.head.label} {says} {link.tail.label} (belief {link.belief:.2f}, documents {link.documents})"
    q = link.numbers["q"]
    told = f"q {q:.2g}" if q is not None else "not tested"
    return f"{link.head.label} named together with {link.tail.label} (sentences {link.numbers['sentences']}, {told})"


def _show_link(link: Link, sources: dict[str, str], to: Console) -> None:
    to.print(f"[bold]{escape(_words(link))}[/]" + (f", primary studies {link.studies}" if link.studies else ""))
    if link.layer != "relation":
        shown = ", ".join(
            f"{name} {value:.4g}" for name, value in link.numbers.items() if value is not None and name != "sentences"
        )
        to.print(f"  {shown}")
    for piece in link.evidence:
        against = "against: " if piece.side == "against" else ""
        words = [
            piece.section,
            "reports a study" if piece.primary else "states it as known",
            "speculative" if piece.speculative else "",
            f"rule {piece.rule}" if piece.rule else "",
            f"confidence {piece.confidence:.2f}",
        ]
        to.print(f"  {against}“{escape(piece.marked)}”")
        to.print(
            f"    [dim]{escape(sources.get(piece.document, piece.document))}, {', '.join(filter(None, words))}"
            f"{escape('; cites ' + ', '.join(map(_study, piece.studies))) if piece.studies else ''}[/]"
        )


def _study(key: str) -> str:
    """A study's identifier; one that has none but its squeezed title is shown by the beginning of that."""
    return key if not key.startswith("title:") or len(key) <= 40 else f"{key[:39]}…"


def _show_sentence(link: Link, sources: dict[str, str], to: Console) -> None:
    piece = link.evidence[0]
    text = " ".join(piece.text.split())
    short = text if len(text) <= 240 else text[:239].rsplit(" ", 1)[0] + " …"
    to.print(f"     [dim]“{escape(short)}” ({escape(sources.get(piece.document, piece.document))})[/]")
