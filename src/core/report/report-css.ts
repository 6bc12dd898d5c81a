/** Style of the report page; it must print on A4 and Letter and be read without colour. */
export const REPORT_CSS = `
:root{color-scheme:light;--text:#14202b;--quiet:#44525e;--line:#b9c3cb;--fault:#8c1d18;--caution:#6b4a00;--clear:#0f5132;--unknown:#3d4852;--accent:#0b4f9e}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 Inter,"Inter Variable","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--text);background:#fff}
main{max-width:60rem;margin:0 auto;padding:2rem 1.5rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
section{margin-top:2rem}
p,ul{margin:.25rem 0 .75rem;max-width:46rem}
li{margin:.2rem 0}
.kicker,.quiet{color:var(--quiet)}
.kicker{margin:0;font-size:.9rem}
code,pre,.time{font-family:"JetBrains Mono","JetBrains Mono Variable",ui-monospace,Menlo,Consolas,monospace;font-size:.84em}
pre,.pre{white-space:pre-wrap;overflow-wrap:anywhere}
pre{border:1px solid var(--line);border-radius:6px;padding:.75rem}
.verdict{border:2px solid currentColor;border-radius:10px;padding:1rem 1.25rem}
.verdict h2,.verdict p{color:var(--text)}
.verdict .tone{display:flex;gap:.5rem;align-items:center;font-weight:700;color:inherit;margin:0 0 .25rem}
.fault{color:var(--fault)}.caution{color:var(--caution)}.clear{color:var(--clear)}.unknown{color:var(--unknown)}
.facts dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem;margin:0}
.facts dt{font-weight:700}
.facts dd{margin:0;max-width:46rem;overflow-wrap:anywhere}
.facts{margin-top:1.2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
th{border-bottom-width:2px}
.number{text-align:right}
.time,td.number{white-space:nowrap}
.ladder{width:100%;height:auto;font-size:13px}
.ladder text{fill:var(--text)}.ladder .who{font-weight:700;font-size:15px}.ladder .quiet{fill:var(--quiet)}
.ladder .life{stroke:var(--quiet);stroke-width:1.5}
.ladder line.normal{stroke:var(--quiet);stroke-width:1.5}.ladder polygon.normal{fill:var(--quiet)}
.ladder line.trigger{stroke:var(--accent);stroke-width:2.5;stroke-dasharray:8 3}.ladder polygon.trigger{fill:var(--accent)}
.ladder line.reset,.ladder path.reset{stroke:var(--fault);stroke-width:3}.ladder polygon.reset{fill:var(--fault)}
.ladder .reset text{font-weight:700}
.ladder text:not(.who,.quiet,.reading){paint-order:stroke;stroke:#fff;stroke-width:4;stroke-linejoin:round}
.drawing{width:100%;height:auto;font-size:13px;font-variant-numeric:tabular-nums}
.drawing text{fill:var(--text)}.drawing .quiet{fill:var(--quiet)}.drawing .strong{font-weight:700}.drawing .address{font-family:"JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;font-size:10.5px}
.drawing line,.drawing path{fill:none;stroke:var(--quiet);stroke-width:1.5}.drawing .grid{stroke:var(--line);stroke-width:1}
.drawing .anycast{stroke:var(--accent);stroke-width:3}.drawing .legacy{stroke:var(--quiet);stroke-width:2.5;stroke-dasharray:5 3}.drawing .bar-end{stroke-dasharray:none}
.drawing rect.block{fill:var(--accent)}.drawing rect.block.legacy{fill:#fff;stroke-dasharray:none}
.drawing .curve.model{stroke:var(--text);stroke-width:2.5;stroke-dasharray:1.5 5;stroke-linecap:round}.drawing path.band{fill:#dbe8f6;stroke:none}
.drawing .mark-ok{fill:none;stroke:var(--clear);stroke-width:1.75}.drawing .mark-reset{stroke:var(--fault);stroke-width:3}.drawing .mark-full{fill:var(--caution);stroke:var(--caution)}.drawing .mark-open{fill:none;stroke:var(--caution);stroke-width:2}.drawing .mark-line{stroke:var(--text);stroke-width:2.5}
.drawing .link.same{stroke:var(--accent);stroke-width:4}.drawing .link.varied{stroke-width:1.25}.drawing .link.unknown{stroke-dasharray:2 4}.drawing .link.far{stroke-dasharray:8 5}
.drawing .node{fill:#fff;stroke:var(--quiet);stroke-width:2}.drawing .node.same{fill:var(--accent);stroke:var(--accent)}.drawing .node.target{fill:var(--text);stroke:var(--text)}.drawing path.ring{stroke:var(--fault);stroke-width:3;stroke-dasharray:10 5}
.drawing .over{paint-order:stroke;stroke:#fff;stroke-width:7;stroke-linejoin:round}
.packets{margin-top:.25rem}
@media print{@page{margin:16mm 14mm}body{font-size:10.5pt}main{max-width:none;padding:0}section{margin-top:1.2rem}h2,h3,p:has(+svg),p:has(+.scroll){break-after:avoid}tr,.verdict,.picture svg{break-inside:avoid}details>*{display:block}.scroll{overflow:visible}.sessions,.packets{font-size:7.6pt}}
`;
