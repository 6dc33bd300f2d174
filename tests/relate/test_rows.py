"""Table rows: the cell that the row is about, heads as predicates, labels, signs, prose in cells."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document, Span
from pipeline.relate import Relater

CASES: list[tuple[str, list[str], list[str]]] = [
    (
        "Stem cell || Exosome source || Surface markers",
        ["[iPSC|C] || [[iPSC|C]-derived [MSC|C]|C] || Presence: [CD9|M], [CD63|M], [CD81|M] Absence: [calnexin|M]"],
        [
            "DERIVED_FROM iPSC-derived MSC > iPSC",
            "EXPRESSES iPSC-derived MSC > CD63 present",
            "EXPRESSES iPSC-derived MSC > CD81 present",
            "EXPRESSES iPSC-derived MSC > CD9 present",
            "EXPRESSES iPSC-derived MSC > calnexin absent",
        ],
    ),
    (
        "Source || miRNA",
        ["[ADSCs|C] || [miR-21|I], [miR-126|I]", " || [miR-146a|I]"],
        ["CARRIES ADSCs > miR-126 present", "CARRIES ADSCs > miR-146a present", "CARRIES ADSCs > miR-21 present"],
    ),
    (
        "Cell source || Cargo || Target gene || Target cell",
        ["[BMSCs|C] || [miR-29b|I] || [COL1A1|M] || [HSCs|C]"],
        [
            "ACTS_ON BMSCs > HSCs unspecified",
            "CARRIES BMSCs > miR-29b present",
            "TARGETS miR-29b > COL1A1 unspecified",
        ],
    ),
    (
        "Source || Positive || Negative markers",
        ["[UC-MSC|C] || [CD73|M] || Negative: [CD34|M]"],
        ["EXPRESSES UC-MSC > CD34 absent", "EXPRESSES UC-MSC > CD73 present"],
    ),
    (
        "EV source || Pathway || Effect",
        ["[MSC|C] || [Wnt signaling|P] || Inhibited [microglia|C] activation"],
        ["ACTS_ON MSC > microglia inhibits", "MODULATES MSC > Wnt signaling unspecified"],
    ),
    (
        "EV source || Mechanism",
        ["[MSC|C] || Activates the [Wnt pathway|P] by delivering [miR-22|I]"],
        ["CARRIES MSC > miR-22 present", "MODULATES MSC > Wnt pathway activates"],
    ),
    (
        "Cells || [CD9|M] || [CD34|M]",
        ["[MSCs|C] || + || -"],
        ["EXPRESSES MSCs > CD34 absent", "EXPRESSES MSCs > CD9 present"],
    ),
    (
        "Marker || [MSC|C] || [HSC|C]",
        ["[CD34|M] || - || +"],
        ["EXPRESSES HSC > CD34 present", "EXPRESSES MSC > CD34 absent"],
    ),
    (
        "Source || Content details",
        ["[iPSC|C] || Proteins: [HSP70|M]; enriched in [miR-302|I]. lower levels of [miR-21|I] than [MSC|C]-EVs"],
        ["CARRIES iPSC > HSP70 present", "CARRIES iPSC > miR-21 depleted", "CARRIES iPSC > miR-302 enriched"],
    ),
    ("Source || Target", ["[MSC|C] || [PTEN|M]"], ["REGULATES MSC > PTEN unspecified"]),
    (
        "EV source || Biological effects",
        ["[MSC|C] || ↑ [IL-10|M], ↓ [TNF-α|M]", "[ESC|C] || Inhibition of [NF-κB signaling|P]"],
        [
            "MODULATES ESC > NF-κB signaling inhibits",
            "REGULATES MSC > IL-10 activates",
            "REGULATES MSC > TNF-α inhibits",
        ],
    ),
    (
        "miRNA || Mechanism || Target || Pathway",
        ["[miR-375|I] || Inhibits [PD-L1|M] transcription || [JAK2|M] || [mTOR signaling|P]"],
        [
            "MODULATES miR-375 > mTOR signaling unspecified",
            "TARGETS miR-375 > JAK2 unspecified",
            "TARGETS miR-375 > PD-L1 inhibits",
        ],
    ),
    (
        "lncRNA || Target",
        ["[HOTAIR|M] || [COL5A1|M]"],
        ["REGULATES HOTAIR > COL5A1 unspecified"],
    ),
    (
        "EV source || miRNA || Effect",
        ["[MSC|C] || [miR-22|I] || Promotes [neuron|C] survival"],
        ["ACTS_ON MSC > neuron promotes", "CARRIES MSC > miR-22 present"],
    ),
    (
        "EV source || Effects",
        ["[MSC|C] || Raises [IL-10|M]. Tested beside [TNF|M]; Lowers [IL-6|M]"],
        ["REGULATES MSC > IL-10 activates", "REGULATES MSC > IL-6 inhibits"],
    ),
    ("Mechanism || Gene", ["Loss of [T cells|C] || [PTEN|M]"], []),
    # lists of markers and what stands around them
    (
        "Source || Surface markers",
        ["[ESC|C] || [[hESC|C]-MSC|C] exosomes: [CD9|M], [CD81|M]; [ESC|C] exosomes: [CD63|M]"],
        [
            "DERIVED_FROM hESC-MSC > hESC",
            "EXPRESSES ESC > CD63 present",
            "EXPRESSES hESC-MSC > CD81 present",
            "EXPRESSES hESC-MSC > CD9 present",
        ],
    ),
    (
        "Source || Surface markers",
        ["[MSC|C] || Antigens [CD29|M], [CD44|M]; no expression of [CD34|M], [CD45|M] and [HLA-DR|M]"],
        [
            "EXPRESSES MSC > CD29 present",
            "EXPRESSES MSC > CD34 absent",
            "EXPRESSES MSC > CD44 present",
            "EXPRESSES MSC > CD45 absent",
            "EXPRESSES MSC > HLA-DR absent",
        ],
    ),
    (
        "Source || Size and markers",
        ["[MSC|C] || 30-150 nm; [CD9|M], [GM130|M] absent", "[ESC|C] || Detected: [CD9|M]. Undetected: [GM130|M]"],
        [
            "EXPRESSES ESC > CD9 present",
            "EXPRESSES ESC > GM130 absent",
            "EXPRESSES MSC > CD9 present",
            "EXPRESSES MSC > GM130 absent",
        ],
    ),
    (
        "Source || Characterization",
        ["[MSC|C] || [CD9|M] and [CD63|M] were positive, whereas [calnexin|M] and [GM130|M] were negative"],
        [
            "EXPRESSES MSC > CD63 present",
            "EXPRESSES MSC > CD9 present",
            "EXPRESSES MSC > GM130 absent",
            "EXPRESSES MSC > calnexin absent",
        ],
    ),
    (
        "Source || Description",
        ["[iPSCs|C] ([urine cells|C]) || Cup shape; presence of [CD9|M]; absence of [calnexin|M]"],
        ["EXPRESSES iPSCs > CD9 present", "EXPRESSES iPSCs > calnexin absent"],
    ),
    (
        "EV source || Effects on [keratinocytes|C] || Effects on [fibroblasts|C]",
        ["[ADSCs|C] || Proliferation ↑ || Reduced migration"],
        ["ACTS_ON ADSCs > fibroblasts inhibits", "ACTS_ON ADSCs > keratinocytes promotes"],
    ),
    (
        "Source || Pathway || Effect on pathway",
        ["[ADSCs|C] || [Wnt|P] || Activation", "[MSCs|C] || [Notch|P] || Inhibited"],
        ["MODULATES ADSCs > Wnt activates", "MODULATES MSCs > Notch inhibits"],
    ),
    (
        "Source || Exosomal cargo",
        ["[MSC|C] || [miR-21|I] → [PTEN|M]; [VEGF|M]"],
        ["CARRIES MSC > VEGF present", "CARRIES MSC > miR-21 present", "TARGETS miR-21 > PTEN unspecified"],
    ),
    (
        "Exosomal miRNA || Parental cells || Expression in tumours || miRNA targets",
        ["[miR-21|I] || [HeLa|C] || Upregulated || [PTEN|M]"],
        ["CARRIES HeLa > miR-21 present", "TARGETS miR-21 > PTEN unspecified"],
    ),
    (
        "Source || Description || Presence",
        ["[hMSC|C] || Conditioned medium of [adipose-derived MSCs|C] || [CD73|M]"],
        ["EXPRESSES adipose-derived MSCs > CD73 present"],
    ),
    (
        "Item || [iPSC|C]-Exos || [MSC|C]-Exos",
        ["Effect on [fibroblasts|C] || Migration increased || Senescence reduced"],
        ["ACTS_ON MSC > fibroblasts promotes", "ACTS_ON iPSC > fibroblasts promotes"],
    ),
    (
        "Donor || Cargo || Results",
        ["[HEK293|C] || siRNA against [KRAS|M] || -", "[MSC|C] || [miR-9|I] || Lower [IL-6|M]; more [IL-10|M]"],
        ["CARRIES MSC > miR-9 present", "TARGETS miR-9 > IL-10 activates", "TARGETS miR-9 > IL-6 inhibits"],
    ),
    (
        "Source || Cargo || Results",
        ["[MSC|C] || [WNT3A|M] || Decreased [TNF|M] secretion of [macrophages|C]"],
        ["CARRIES MSC > WNT3A present", "REGULATES MSC > TNF inhibits"],
    ),
    (
        "Source of cells || Size of vesicles || Cells",
        ["[hESC|C] || 90 nm || [HUVECs|C]"],
        ["ACTS_ON hESC > HUVECs unspecified"],
    ),
    ("lncRNA || Effect", ["[MALAT1|M] || Its loss reduces growth. [MALAT1|M] promotes invasion"], []),
    ("Protein name || Gene", ["[Flotillin 1|M] || [FLOT1|M]"], []),
    (
        "circRNA || Sponge miRNA || Function || Target gene",
        ["[circA|M] || [miR-9|I] || up || [p21|M]"],
        ["TARGETS miR-9 > p21 unspecified"],
    ),
    # nothing
    ("Study || Reference", ["One of [MSCs|C] || with [IL-6|M] beads"], []),
    ("Dose || Marker", ["ten units || [CD9|M]"], []),
    ("Source || Method", ["[MSC|C] || [CD63|M] beads"], []),
    ("Source || [CD9|M]", ["[MSC|C] || 37.5"], []),
    # tables of many shapes
    (
        "Source of EVs || Surface markers (Technique)",
        ["[hiPSC|C] || [CD9|M], [CD63|M] (western blot)"],
        ["EXPRESSES hiPSC > CD63 present", "EXPRESSES hiPSC > CD9 present"],
    ),
    (
        "EV source || Cargo (method) || Size (method)",
        ["[hMSC|C] || [miR-21|I] (qPCR) || 100 nm ([CD9|M] beads)"],
        ["CARRIES hMSC > miR-21 present"],
    ),
    (
        "Stem cell || Isolation || Markers",
        ["[MSCs|C] || Isolated from [BM-MSCs|C] by ultracentrifugation || [CD63|M]"],
        ["EXPRESSES BM-MSCs > CD63 present"],
    ),
    (
        "Stem cell || Description || Markers",
        [
            "[MSC|C] || EVs were isolated from [BM|C]-, [AT|C]-, and [UC-MSCs|C] by filtration || Presence: [CD63|M], [CD81|M]"  # noqa: E501
        ],
        [
            "EXPRESSES AT > CD63 present",
            "EXPRESSES AT > CD81 present",
            "EXPRESSES BM > CD63 present",
            "EXPRESSES BM > CD81 present",
            "EXPRESSES UC-MSCs > CD63 present",
            "EXPRESSES UC-MSCs > CD81 present",
        ],
    ),
    (
        "Cell type || Cargo || Key findings",
        [
            "[ESC|C] || [miR-290|I], [miR-294|I] || Present in both vesicles and cells, albeit less abundantly in vesicles"  # noqa: E501
        ],
        ["CARRIES ESC > miR-290 depleted", "CARRIES ESC > miR-294 depleted"],
    ),
    (
        "Cell type || Cargo || Findings",
        ["[ESC|C] || [OCT4|M], [NANOG|M] || Enriched twofold in EVs compared with cells"],
        ["CARRIES ESC > NANOG enriched", "CARRIES ESC > OCT4 enriched"],
    ),
    (
        "Cell type || Cargo || Findings",
        ["[ESC|C] || [miR-302a|I] || [OCT4|M] is 2–3 fold higher in EVs than in the cells; high levels of [SOX2|M]"],
        ["CARRIES ESC > OCT4 enriched", "CARRIES ESC > SOX2 present", "CARRIES ESC > miR-302a present"],
    ),
    (
        "Cell type || Contents",
        ["[ESC|C] || high levels of [miR-1|I]; lower levels of [miR-21|I]"],
        ["CARRIES ESC > miR-1 present", "CARRIES ESC > miR-21 depleted"],
    ),
    (
        "Cell type || Contents",
        ["[ESC|C] || [SOX2|M] mRNA and protein present in cells and EVs, higher in cells; [OCT4|M]"],
        ["CARRIES ESC > OCT4 present", "CARRIES ESC > SOX2 depleted", "EXPRESSES ESC > SOX2 present"],
    ),
    (
        "Cell source || Markers",
        [
            "[iPSC|C] || Presence: [A1|M], [B2|M], and [C3|M] Absence: [D4|M] (western blot) Presence: [E5|M] (flow cytometry)"  # noqa: E501
        ],
        [
            "EXPRESSES iPSC > A1 present",
            "EXPRESSES iPSC > B2 present",
            "EXPRESSES iPSC > C3 present",
            "EXPRESSES iPSC > D4 absent",
            "EXPRESSES iPSC > E5 present",
        ],
    ),
    (
        "Molecule || [MSC|C]-EVs || [ESC|C]-EVs",
        ["miRNA || [miR-21|I] || [miR-302|I]", "Surface markers || [CD9|M] || [CD63|M]"],
        [
            "CARRIES ESC > miR-302 present",
            "CARRIES MSC > miR-21 present",
            "EXPRESSES ESC > CD63 present",
            "EXPRESSES MSC > CD9 present",
        ],
    ),
    (
        "EV cargo || Target || Effect",
        [
            "[MSC|C]-derived exosomes",
            "[miR-21|I] || [PTEN|M] || Promotes [HUVEC|C] migration",
            "[miR-22|I] || [MECP2|M] || ",
        ],
        [
            "ACTS_ON MSC > HUVEC promotes",
            "CARRIES MSC > miR-21 present",
            "CARRIES MSC > miR-22 present",
            "TARGETS miR-21 > PTEN unspecified",
            "TARGETS miR-22 > MECP2 unspecified",
        ],
    ),
    (
        "Source || Expressed",
        ["[MSC|C] || [CD73|M]+, [CD90|M]+, [CD34|M]−"],
        ["EXPRESSES MSC > CD34 absent", "EXPRESSES MSC > CD73 present", "EXPRESSES MSC > CD90 present"],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || Positive for [CD73|M], [CD90|M]; negative for [CD34|M] and [CD45|M]"],
        [
            "EXPRESSES MSC > CD34 absent",
            "EXPRESSES MSC > CD45 absent",
            "EXPRESSES MSC > CD73 present",
            "EXPRESSES MSC > CD90 present",
        ],
    ),
    (
        "Source || Presence || Absence",
        ["[MSC|C] || [CD73|M], [CD90|M] || [CD34|M]"],
        ["EXPRESSES MSC > CD34 absent", "EXPRESSES MSC > CD73 present", "EXPRESSES MSC > CD90 present"],
    ),
    (
        "Cargo || Recipient cell type || Mechanism || Source",
        ["[miR-9|I] || [neurons|C] || Inhibits [REST|M] || [NSC|C]"],
        ["ACTS_ON NSC > neurons unspecified", "CARRIES NSC > miR-9 present", "TARGETS miR-9 > REST inhibits"],
    ),
    (
        "Stem cells || miRNA || Level || Pathway",
        ["[MSC|C] || [miR-9|I] || Down || [Wnt pathway|P] (↑)"],
        [
            "CARRIES MSC > miR-9 depleted",
            "MODULATES MSC > Wnt pathway activates",
            "MODULATES miR-9 > Wnt pathway activates",
        ],
    ),
    (
        "Cells || Preparation || Protein",
        ["[Fibroblasts|C] || EVs from [hiPSC|C]-conditioned medium collected from [hiPSC-CM|C] || [HSP70|M]"],
        ["CARRIES hiPSC > HSP70 present"],
    ),
    (
        "Source of || Surface || Effect",
        ["exosomes || markers || target", "[MSC|C] || [CD9|M] || inhibits [PTEN|M]"],
        ["EXPRESSES MSC > CD9 present", "REGULATES MSC > PTEN inhibits"],
    ),
    ("Mesenchymal || Cargo", ["[Mesenchymal stem cells|C] ([MSCs|C]) || [miR-1|I]"], ["CARRIES MSCs > miR-1 present"]),
    (
        "Author || Source || Outcome",
        ["Smith [3] || [BM-MSC|C] and [AT-MSC|C] || Decreased [IL-6|M], increased [IL-10|M] via [NF-κB pathway|P]"],
        [
            "MODULATES AT-MSC > NF-κB pathway unspecified",
            "MODULATES BM-MSC > NF-κB pathway unspecified",
            "REGULATES AT-MSC > IL-10 activates",
            "REGULATES AT-MSC > IL-6 inhibits",
            "REGULATES BM-MSC > IL-10 activates",
            "REGULATES BM-MSC > IL-6 inhibits",
        ],
    ),
    (
        "Source || Function",
        ["[BM-MSC|C] || ↑ proliferation and migration of [fibroblasts|C]; ↓ apoptosis of [HUVECs|C]"],
        ["ACTS_ON BM-MSC > HUVECs promotes", "ACTS_ON BM-MSC > fibroblasts promotes"],
    ),
    (
        "EV source || RNA || Protein",
        ["[UC-MSC|C] || [miR-21|I], [miR-23a|I] || [TSG101|M], [Alix|M]"],
        [
            "CARRIES UC-MSC > Alix present",
            "CARRIES UC-MSC > TSG101 present",
            "CARRIES UC-MSC > miR-21 present",
            "CARRIES UC-MSC > miR-23a present",
        ],
    ),
    (
        "Cell type || Cargo || Findings",
        ["[ESC|C] || [miR-302a|I] || [OCT4|M] is 2–3 fold higher in EVs than in the cells; high levels of [SOX2|M]"],
        ["CARRIES ESC > OCT4 enriched", "CARRIES ESC > SOX2 present", "CARRIES ESC > miR-302a present"],
    ),
    (
        "Cell type || miRNA || Level",
        [
            "[ESC|C] || [miR-302a|I] || Up",
            " || [miR-21|I] || ↓",
            " || [miR-9|I] || Not detected",
            " || [miR-7|I] || High",
        ],
        ["CARRIES ESC > miR-21 depleted", "CARRIES ESC > miR-302a enriched", "CARRIES ESC > miR-7 present"],
    ),
    (
        "Source || Content",
        ["[BMSC|C] || [miR-21|I] (↑), [miR-22|I] (↓), [miR-23|I] (absent)"],
        ["CARRIES BMSC > miR-21 enriched", "CARRIES BMSC > miR-22 depleted"],
    ),
    (
        "Source || Content || Remarks",
        ["[BMSC|C] || [OCT4|M] and [SOX2|M] mRNA || Also detected in the parental cells"],
        [
            "CARRIES BMSC > OCT4 present",
            "CARRIES BMSC > SOX2 present",
            "EXPRESSES BMSC > OCT4 present",
            "EXPRESSES BMSC > SOX2 present",
        ],
    ),
    (
        "Source || Content || Remarks",
        ["[BMSC|C] || [OCT4|M] and [SOX2|M] mRNA || Reduced scar in mice"],
        ["CARRIES BMSC > OCT4 present", "CARRIES BMSC > SOX2 present"],
    ),
    (
        "EV type || Details",
        ["Exosomes of [hESC|C] || [miR-17|I] and [miR-18a|I] are enriched in vesicles, whereas [miR-21|I] is depleted"],
        ["CARRIES hESC > miR-17 enriched", "CARRIES hESC > miR-18a enriched", "CARRIES hESC > miR-21 depleted"],
    ),
    (
        "Source || Proteins",
        ["[MSC|C] || [HSP70|M], [HSP90|M] (more than in microvesicles); [ANXA5|M]"],
        ["CARRIES MSC > ANXA5 present", "CARRIES MSC > HSP70 present", "CARRIES MSC > HSP90 enriched"],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || [CD9|M], [CD63|M] both in vesicles and in cells; no [calnexin|M]"],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > calnexin absent"],
    ),
    ("Vesicles || Function", ["All || Carry [CD9|M]"], []),
    (
        "Source || Markers",
        ["[MSC|C] || [CD63|M]", "[ESC|C] || [CD81|M]", "All || [CD9|M]"],
        [
            "EXPRESSES ESC > CD81 present",
            "EXPRESSES ESC > CD9 present",
            "EXPRESSES MSC > CD63 present",
            "EXPRESSES MSC > CD9 present",
        ],
    ),
    (
        "Cell of origin || Recipient cells || Effect",
        ["[MSC|C] || [HUVECs|C] || Increased tube formation via [miR-126|I]"],
        ["ACTS_ON MSC > HUVECs promotes"],
    ),
    (
        "Vesicle source || Molecular mechanism",
        ["[iMSC|C] || [miR-135b-5p|I]-mediated inhibition of [SPK|M]"],
        ["REGULATES iMSC > SPK inhibits", "TARGETS miR-135b-5p > SPK inhibits"],
    ),
    (
        "miRNA || Function in recipient cells || Source of exosomes",
        ["[miR-21|I] || Suppression of [PTEN|M]; activation of [PI3K/Akt pathway|P] || [ADSC|C]"],
        [
            "CARRIES ADSC > miR-21 present",
            "MODULATES ADSC > PI3K/Akt pathway activates",
            "MODULATES miR-21 > PI3K/Akt pathway activates",
            "TARGETS miR-21 > PTEN inhibits",
        ],
    ),
    (
        "Stem cell type || Vesicle size (nm) || Marker proteins || Reference",
        ["[USC|C] || 50-100 || [CD9|M], [CD63|M] || [12]"],
        ["EXPRESSES USC > CD63 present", "EXPRESSES USC > CD9 present"],
    ),
    (
        "[CD9|M] || [CD63|M] || Source",
        ["+ || - || [hMSC|C]"],
        ["EXPRESSES hMSC > CD63 absent", "EXPRESSES hMSC > CD9 present"],
    ),
    (
        "Cell || [CD9|M] || [CD34|M]",
        ["[hMSC|C] and [hADSC|C] || ✓ || ✗"],
        [
            "EXPRESSES hADSC > CD34 absent",
            "EXPRESSES hADSC > CD9 present",
            "EXPRESSES hMSC > CD34 absent",
            "EXPRESSES hMSC > CD9 present",
        ],
    ),
    (
        "Donor cell || Key proteins || Significance",
        ["[NSC|C] || [HSP70|M]; [HSP90|M] || none"],
        ["CARRIES NSC > HSP70 present", "CARRIES NSC > HSP90 present"],
    ),
    (
        "Type of stem cell || Exosome markers",
        ["[ESC|C] || Negative: [CD45|M]; [CD34|M]. Positive: [CD9|M]"],
        ["EXPRESSES ESC > CD34 absent", "EXPRESSES ESC > CD45 absent", "EXPRESSES ESC > CD9 present"],
    ),
    (
        "Source || Biomarkers (+/−)",
        ["[MSC|C] || [CD9|M] (+), [CD63|M] (+), [calnexin|M] (−)"],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > calnexin absent"],
    ),
    (
        "Study || Main result",
        ["[7] || [MSC|C]-Exos inhibited [NLRP3 inflammasome|P]"],
        ["MODULATES MSC > NLRP3 inflammasome inhibits"],
    ),
    (
        "Cargo of [MSC|C] vesicles || Target",
        ["[miR-21|I] || [PTEN|M]"],
        ["CARRIES MSC > miR-21 present", "TARGETS miR-21 > PTEN unspecified"],
    ),
    (
        "Characterization method || EV source",
        ["Western blot ([CD9|M], [TSG101|M]) || [ADSC|C]"],
        ["EXPRESSES ADSC > CD9 present", "EXPRESSES ADSC > TSG101 present"],
    ),
    ("EV isolation method || EV source", ["[CD63|M] beads || [ADSC|C]"], []),
    (
        "EVs || miRNA || mRNA || Protein",
        ["[EPC|C]-EVs || [miR-126|I] || [eNOS|M] || [AKT|M]"],
        ["CARRIES EPC > AKT present", "CARRIES EPC > eNOS present", "CARRIES EPC > miR-126 present"],
    ),
    (
        "Source || Cargo || Recipient",
        ["[hESC|C]-derived [NSC|C] || [miR-9|I] || [microglia|C] and [neurons|C]"],
        [
            "ACTS_ON hESC > microglia unspecified",
            "ACTS_ON hESC > neurons unspecified",
            "CARRIES hESC > miR-9 present",
            "DERIVED_FROM NSC > hESC",
        ],
    ),
    ("Source || Biological function", ["[ADSC|C] || Angiogenesis was increased"], []),
    (
        "Stem cell source || Surface marker (Technique)",
        [
            "[hMSCs|C] || Presence: [CD29|M], [CD44|M], and [CD73|M] Absence: [CD34|M] (western blot) Presence: [Alix|M] (mass spectrometry)",  # noqa: E501
            " || Presence: [CD81|M]",
        ],
        [
            "EXPRESSES hMSCs > Alix present",
            "EXPRESSES hMSCs > CD29 present",
            "EXPRESSES hMSCs > CD34 absent",
            "EXPRESSES hMSCs > CD44 present",
            "EXPRESSES hMSCs > CD73 present",
            "EXPRESSES hMSCs > CD81 present",
        ],
    ),
    (
        "Origin of EV || Isolation || Cargo",
        ["[Stem cells|C] || Purified from the medium of [DPSC|C] || [miR-140|I]"],
        ["CARRIES DPSC > miR-140 present"],
    ),
    (
        "Origin of EV || Isolation || Cargo",
        ["[MSCs|C] || Filtration, then storage with [T cells|C] || [miR-140|I]"],
        ["CARRIES MSCs > miR-140 present"],
    ),
    ("Population || Purity || EV protein", ["[hiPSC|C] || 90 % || [TSG101|M]"], ["CARRIES hiPSC > TSG101 present"]),
    (
        "Origin || Signal pathway || Molecular target",
        ["[OMLP-PC|C] || [Wnt|P] (inhibited) || [GSK3B|M] (activated)"],
        ["MODULATES OMLP-PC > Wnt inhibits", "REGULATES OMLP-PC > GSK3B activates"],
    ),
    ("Source || Dose || Year", ["[MSCs|C] || 10 µg of [IL-6|M] || 2020"], []),
    ("Marker || Technique", ["[CD9|M] || flow cytometry"], []),
    (
        "Source || Target cell || Outcome",
        ["[MSC|C] || [T cells|C] || Proliferation was inhibited and reduced proliferation of lymphocytes"],
        ["ACTS_ON MSC > T cells inhibits"],
    ),
    (
        "Source || Recipient || Outcome",
        ["[MSC|C] || [neurons|C] || Reduced apoptosis"],
        ["ACTS_ON MSC > neurons promotes"],
    ),
    (
        "Source || Cargo || Comments",
        ["[NSC|C] || [miR-124|I] || not enriched in EVs"],
        ["CARRIES NSC > miR-124 present"],
    ),
    (
        "Source || Cargo || Comments",
        ["[NSC|C] || [miR-124|I], [miR-9|I] || [miR-124|I] lower in EVs than in cells, [miR-9|I] higher"],
        ["CARRIES NSC > miR-124 depleted", "CARRIES NSC > miR-9 enriched"],
    ),
    (
        "Source || Cargo || Comments",
        ["[NSC|C] || [SOX2|M] || More abundant in the cells than in the vesicles"],
        ["CARRIES NSC > SOX2 depleted"],
    ),
    (
        "Source || Cargo || Comments",
        ["[NSC|C] || [SOX2|M] || Cells contain tenfold higher amounts than vesicles"],
        ["CARRIES NSC > SOX2 depleted"],
    ),
    (
        "Vesicle || Contents",
        ["[MSC|C]-Exos || lncRNA: [H19|M]; miRNA: [miR-675|I]"],
        ["CARRIES MSC > H19 present", "CARRIES MSC > miR-675 present"],
    ),
    (
        "Vesicle || Contents",
        ["[MSC|C]-Exos || [miR-21|I] which targets [PTEN|M]"],
        ["CARRIES MSC > miR-21 present", "TARGETS miR-21 > PTEN unspecified"],
    ),
    (
        "Type of cell || Type of vesicle || Positive markers || Negative markers",
        ["[EPC|C] || Exosome || [CD31|M] || [CD45|M], [CD14|M]"],
        ["EXPRESSES EPC > CD14 absent", "EXPRESSES EPC > CD31 present", "EXPRESSES EPC > CD45 absent"],
    ),
    ("Table head || Nothing", ["plain words || other words"], []),
    (
        "Source || Expression of [OCT4|M]",
        ["[iPSC|C] || present", "[fibroblasts|C] || absent"],
        ["EXPRESSES fibroblasts > OCT4 absent", "EXPRESSES iPSC > OCT4 present"],
    ),
    ("Cargo || [MSC|C] || [ESC|C]", ["[miR-21|I] || + || -"], ["CARRIES MSC > miR-21 present"]),
    # prose and lists in cells
    (
        "Source || Contents",
        [
            "[MSC|C] || Exosomal miRNAs: [miR-21|I], [miR-22|I] and [miR-34a|I], all of which are also found in parent cells."  # noqa: E501
        ],
        ["CARRIES MSC > miR-21 present", "CARRIES MSC > miR-22 present", "CARRIES MSC > miR-34a present"],
    ),
    (
        "Source || Contents",
        [
            "[ESC|C] || Contains mRNA of [OCT4|M], [SOX2|M] and [NANOG|M]; protein of [HSP70|M] was detected by mass spectrometry"  # noqa: E501
        ],
        [
            "CARRIES ESC > HSP70 present",
            "CARRIES ESC > NANOG present",
            "CARRIES ESC > OCT4 present",
            "CARRIES ESC > SOX2 present",
        ],
    ),
    (
        "Source || Contents",
        ["[ESC|C] || [miR-290 cluster|I] was the most abundant"],
        ["CARRIES ESC > miR-290 cluster present"],
    ),
    (
        "Source || Contents",
        [
            "[ESC|C] || Exosomes were enriched for [miR-17|I] and [miR-92a|I] relative to the cells; [miR-9|I] was absent"  # noqa: E501
        ],
        ["CARRIES ESC > miR-17 enriched", "CARRIES ESC > miR-92a enriched"],
    ),
    (
        "Source || Contents",
        ["[ESC|C] || The exosomes lacked [GATA4|M] mRNA but contained [FLK1|M]"],
        ["CARRIES ESC > FLK1 present"],
    ),
    (
        "Source || Key findings",
        ["[hiPSC|C] || [hiPSC|C]-EVs have more [miR-210|I] than [hMSC|C]-EVs"],
        ["CARRIES hiPSC > miR-210 enriched"],
    ),
    (
        "Source || Contents",
        ["[hiPSC|C] || Higher amounts of [miR-145|I] compared with exosomes of [fibroblasts|C]"],
        ["CARRIES hiPSC > miR-145 enriched"],
    ),
    (
        "Source || Markers",
        [
            "[MSC|C] || Expression of [CD63|M], [CD81|M] and [TSG101|M] was confirmed by Western blot; [calnexin|M] was not detected"  # noqa: E501
        ],
        [
            "EXPRESSES MSC > CD63 present",
            "EXPRESSES MSC > CD81 present",
            "EXPRESSES MSC > TSG101 present",
            "EXPRESSES MSC > calnexin absent",
        ],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || [CD9|M]+/[CD63|M]+ EVs; lacking [GM130|M]"],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > GM130 absent"],
    ),
    (
        "Source || Markers",
        [
            "[MSC|C] || Positive for tetraspanins ([CD9|M], [CD63|M], [CD81|M]) and [Alix|M], negative for the ER protein [calnexin|M]"  # noqa: E501
        ],
        [
            "EXPRESSES MSC > Alix present",
            "EXPRESSES MSC > CD63 present",
            "EXPRESSES MSC > CD81 present",
            "EXPRESSES MSC > CD9 present",
            "EXPRESSES MSC > calnexin absent",
        ],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || [CD9|M]: +; [CD63|M]: ++; [calnexin|M]: -"],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > calnexin absent"],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || [CD9|M], [CD63|M] – present; [GM130|M] – absent"],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > GM130 absent"],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || Present ([CD9|M], [CD63|M]); absent ([GM130|M])"],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > GM130 absent"],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || [CD9|M] and [CD63|M] (flow cytometry, western blot), no [calnexin|M] or [GM130|M]"],
        [
            "EXPRESSES MSC > CD63 present",
            "EXPRESSES MSC > CD9 present",
            "EXPRESSES MSC > GM130 absent",
            "EXPRESSES MSC > calnexin absent",
        ],
    ),
    (
        "Source || Markers",
        ["[MSC|C] || [CD9|M], [CD63|M]. Contaminants such as [albumin|M] were not found."],
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present", "EXPRESSES MSC > albumin absent"],
    ),
    (
        "Source || Contents",
        ["[MSC|C] || [miR-21|I] in both exosomes and cells; [miR-34a|I] only in exosomes; [miR-145|I] only in cells"],
        ["CARRIES MSC > miR-21 present", "CARRIES MSC > miR-34a present"],
    ),
    (
        "Source || Contents",
        ["[MSC|C] || mRNAs: [IGF1R|M], [HGF|M] (enriched); miRNAs: [miR-21|I] (low)"],
        ["CARRIES MSC > HGF enriched", "CARRIES MSC > IGF1R present", "CARRIES MSC > miR-21 present"],
    ),
    (
        "Source || Contents",
        ["[MSC|C] || [miR-21|I] (5.2-fold), [miR-22|I] (upregulated 3-fold), [miR-9|I] (downregulated)"],
        ["CARRIES MSC > miR-21 present", "CARRIES MSC > miR-22 enriched", "CARRIES MSC > miR-9 depleted"],
    ),
    (
        "Source || Effects",
        ["[MSC|C] || Increased [VEGF|M] and [bFGF|M] expression, tube formation of [HUVECs|C] and wound closure"],
        ["ACTS_ON MSC > HUVECs promotes", "REGULATES MSC > VEGF activates", "REGULATES MSC > bFGF activates"],
    ),
    (
        "Source || Effects",
        ["[MSC|C] || Protection of [neurons|C] from apoptosis; less [GFAP|M]"],
        ["ACTS_ON MSC > neurons promotes", "REGULATES MSC > GFAP inhibits"],
    ),
    (
        "Source || Effects",
        ["[MSC|C] || Anti-inflammatory: reduces [IL-6|M], raises [IL-10|M]; Pro-angiogenic: raises [VEGF|M]"],
        ["REGULATES MSC > IL-10 activates", "REGULATES MSC > IL-6 inhibits", "REGULATES MSC > VEGF activates"],
    ),
    (
        "Source || Cargo || Effects",
        ["[MSC|C] || [miR-132|I] || [RASA1|M] ↓, tube formation of [HUVECs|C] ↑"],
        ["ACTS_ON MSC > HUVECs promotes", "CARRIES MSC > miR-132 present", "TARGETS miR-132 > RASA1 inhibits"],
    ),
    (
        "Source || Recipient || Effects",
        ["[MSC|C] || [chondrocytes|C] || [COL2A1|M]↑ [MMP13|M]↓, apoptosis↓"],
        ["ACTS_ON MSC > chondrocytes promotes", "REGULATES MSC > COL2A1 activates", "REGULATES MSC > MMP13 inhibits"],
    ),
    (
        "Source || Mechanism",
        ["[MSC|C] || By targeting [PTEN|M] through [miR-21|I]"],
        ["REGULATES MSC > PTEN unspecified", "TARGETS miR-21 > PTEN unspecified"],
    ),
    (
        "Source || Mechanism",
        ["[MSC|C] || via [Wnt4|M]/[β-catenin|M]"],
        [],
    ),
    (
        "Source || Mechanism",
        ["[MSC|C] || Delivery of [let-7b|I], [TLR4/NF-κB/STAT3/AKT pathway|P] regulation"],
        ["CARRIES MSC > let-7b present", "MODULATES MSC > TLR4/NF-κB/STAT3/AKT pathway unspecified"],
    ),
    (
        "Source || miRNA || Mechanism",
        ["[MSC|C] || [miR-181c|I] || [TLR4|M] suppression"],
        ["CARRIES MSC > miR-181c present", "TARGETS miR-181c > TLR4 inhibits"],
    ),
    (
        "Source || miRNA || Mechanism",
        ["[MSC|C] || [miR-181c|I] || [miR-181c|I]/[TLR4|M]"],
        ["CARRIES MSC > miR-181c present", "TARGETS miR-181c > TLR4 unspecified"],
    ),
    (
        "Source || miRNA || Mechanism",
        ["[MSC|C] || [miR-181c|I] || [TLR4|M] inhibition and [NF-κB pathway|P] inactivation"],
        [
            "CARRIES MSC > miR-181c present",
            "MODULATES MSC > NF-κB pathway inhibits",
            "MODULATES miR-181c > NF-κB pathway inhibits",
            "TARGETS miR-181c > TLR4 inhibits",
        ],
    ),
    (
        "Source || miRNA || Targets",
        ["[MSC|C] || [miR-21|I], [miR-22|I] || [miR-21|I]: [PTEN|M]; [miR-22|I]: [MECP2|M]"],
        [
            "CARRIES MSC > miR-21 present",
            "CARRIES MSC > miR-22 present",
            "TARGETS miR-21 > PTEN unspecified",
            "TARGETS miR-22 > MECP2 unspecified",
        ],
    ),
    (
        "Source || miRNA (target)",
        ["[MSC|C] || [miR-21|I] ([PTEN|M]), [miR-22|I] ([MECP2|M])"],
        [
            "CARRIES MSC > miR-21 present",
            "CARRIES MSC > miR-22 present",
            "TARGETS miR-21 > PTEN unspecified",
            "TARGETS miR-22 > MECP2 unspecified",
        ],
    ),
    (
        "Source || miRNA/target",
        ["[MSC|C] || [miR-21|I]/[PTEN|M]"],
        ["CARRIES MSC > miR-21 present", "TARGETS miR-21 > PTEN unspecified"],
    ),
    (
        "EV source || Axis",
        ["[MSC|C] || [[miR-100|I]/[mTOR|M] axis|P]"],
        [
            "MEMBER_OF mTOR > miR-100/mTOR axis",
            "MEMBER_OF miR-100 > miR-100/mTOR axis",
            "MODULATES MSC > miR-100/mTOR axis unspecified",
        ],
    ),
]


@pytest.mark.parametrize(("heads", "rows", "expected"), CASES, ids=[f"{case[0]} / {case[1][0][:40]}" for case in CASES])
def test_row(heads: str, rows: list[str], expected: list[str], row_relations: Callable[..., list[str]]) -> None:
    assert row_relations(heads, *rows) == sorted(expected)


def test_evidence_is_the_row(relater: Relater, build_table: Callable[..., tuple[Document, Annotation]]) -> None:
    document, annotation = build_table("Source || miRNA", "[ADSCs|C] || [miR-21|I]", "[BMSCs|C] || [miR-22|I]")
    found = relater.relate(document, annotation)
    rows = {p.span for p in document.passages if p.row >= 0}
    assert [Span(r.evidence_start, r.evidence_end) for r in found] == sorted(rows)
    assert {r.rule for r in found} == {"row:head"}


def test_a_long_table_takes_linear_time(
    relater: Relater, build_table: Callable[..., tuple[Document, Annotation]]
) -> None:
    """5,000 rows: none dropped, processor time a row as in a short table, memory by what is found."""
    row = "[ADSCs|C] || [miR-21|I], [miR-22|I] || [PTEN|M] || Reduced apoptosis of [neurons|C]"
    heads = "Source || miRNA || Target || Effect"
    short, long = (build_table(heads, *[row] * count) for count in (200, 5000))
    tracemalloc.start()
    relater.relate(*short)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 20_000
    spent = []
    for table, count in ((short, 200), (long, 5000)):
        begun = time.process_time()
        found = relater.relate(*table)
        spent.append((time.process_time() - begun) / count)
        assert len(found) == count * 5
        assert relater.dropped == 0
    assert spent[1] < 4 * spent[0]
