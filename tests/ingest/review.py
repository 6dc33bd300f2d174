"""A short review in the shape that converters leave: headings without mark-up, tables with tabs, numbers lost."""

REVIEW = """REVIEW

Vesicles of three kinds of stem cell: a comparison

Ana Rivera^{1†}, Jo Kim², and Wei Li^{1*}

Abstract

Stem cells shed vesicles. This review compares those of three kinds of cell and asks what they carry.

Keywords Vesicles, Stem cells, Cargo

⁺Ana Rivera and Jo Kim have contributed equally to this work.

*Correspondence:

Wei Li

wei.li@example.org

¹Department of Cell Biology, Faculty of Science, University of Nowhere, Nowhere

Introduction

Vesicles of hMSCs were the first to be tried in patients, and they have been studied since [1, 2]. They carry



Journal of Invented Vesicles



© The Author(s) 2021. **Open Access** This article is licensed under a Creative Commons Attribution 4.0 International License.

CD63 and CD9 on their surface in most of the studies that looked for it [3–5].

Cargo of vesicles

Vesicles hold microRNAs. Kim et al. [4] found miR-21 in those of hMSCs, and much less of it elsewhere [4; 99].

Fig. 2 Uptake of vesicles by endothelial cells. Drawn for this review

Markers by source

Cell	Method	Markers	Ref- er-
source		-	ences
hMSCs	Ultracentrifugation	Presence: CD9 and CD63 Absence: calnexin	[3]
	Filtration	Presence: CD81	[4]
hESCs	Filtration	Presence: Alix	[5]

Table 2 Markers of vesicles by their source

As shown in Table 2, the markers differ little between the sources of the vesicles that were compared.

Table 3	What the	vesicles carry
-----	-----	-----

Cell	Cargo	Reference
hMSCs	miR-21	[4]
hESCs	miR-302	[5]

Abbreviations

hMSC	Human mesenchymal stem cell
TLR2/MyD88	Toll-like receptor 2/myeloid
	differentiation factor 88

EV	Extracellular vesicle

Conclusion

The vesicles of all three are more alike than not, and what they carry tells them apart.

Acknowledgements

We thank everyone who grew the cells that were used.

Declarations

Ethics approval Not applicable.

Artificial intelligence

No tools of this kind were used for the writing of the text.

Received: 2 March 2021 / Accepted: 3 April 2021 Published online: 9 May 2021

References

- Rivera A, Kim J. Vesicles in patients. J Invent Vesicles. 2019;1(2):3–4.
- Li W, Kim J, Rivera A, et al. What cells shed: a first look. Cell Matters. 2020;5:6.

- 3. Silva M. Markers of vesicles from
marrow. Cell Matters. 2018;3:1–9. https://doi.org/10.1000/cm.3
- Kim J, Li W. MicroRNAs in vesicles. J Invent Vesicles. 2017;2:2. PMID: 12345678
- Okafor C. Vesicles of embryonic cells. Stem Tales. 2016;9:90

and more of them. PMC1234567

Publisher's note

The publisher stays neutral in all of this.
"""
