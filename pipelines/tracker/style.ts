/** The tracker's own style: it is served apart from the site and shares no file with it. */
export const STYLE = `
:root{color-scheme:light dark;--surface:#fff;--ink:#15191d;--muted:#505a63;--rule:#c3cad1;--now:#124295;--then:#6b7580;--ready:#17807f;--family:#b74406;--young:#8a2fd6;--focus:#ffdd00}
@media (prefers-color-scheme:dark){:root{--surface:#14181c;--ink:#eceff2;--muted:#aab4bd;--rule:#3b444d;--now:#7aa0ff;--then:#aab4bd;--ready:#69fcd1;--family:#f58e4b;--young:#c3b0ff}}
@media print{:root{--surface:#fff;--ink:#000;--muted:#333;--rule:#bbb;--now:#124295;--then:#6b7580;--ready:#17807f;--family:#b74406;--young:#8a2fd6}}
*{box-sizing:border-box}body{margin:0;background:var(--surface);color:var(--ink);font:15px/1.4 system-ui,"Segoe UI","Liberation Sans",Arial,sans-serif}
main{max-width:56rem;margin:0 auto;padding:1rem}h1{font-size:1.4rem;margin:0}header p,.small{color:var(--muted);margin:.2rem 0}.small{font-size:.85rem}
.answer{font-size:1.1rem;font-weight:600;margin:.6rem 0}.problem{border-left:4px solid var(--family);padding-left:.6rem}
form{display:grid;gap:.8rem;max-width:26rem;margin:1rem 0}label{display:grid;gap:.2rem}input,select,button,textarea{font:inherit;color:var(--ink);background:var(--surface);border:2px solid var(--muted);padding:.45rem;min-height:2.75rem}
:focus-visible{outline:3px solid var(--focus);box-shadow:0 0 0 5px var(--ink)}
.top{display:grid;grid-template-columns:3fr 2fr;gap:1rem;align-items:center}.areas{display:grid;grid-template-columns:repeat(4,1fr);gap:.4rem .8rem}
figure{margin:0}figcaption{font-weight:600;font-size:.85rem}svg{width:100%;height:auto;display:block}svg text{fill:var(--muted);font-size:10px}
.ring{fill:none;stroke:var(--rule);stroke-width:.7}.now{fill:none;stroke:var(--now);stroke-width:2}.then{fill:none;stroke:var(--then);stroke-width:1.6;stroke-dasharray:5 3}
.ready{fill:none;stroke:var(--ready);stroke-width:1.6;stroke-dasharray:1.5 3;stroke-linecap:round}.now-dot{fill:var(--now)}.then-dot{fill:var(--then)}.ready-dot{fill:var(--ready)}
.family{fill:var(--family)}.young_person{fill:var(--young)}.reliable{fill:none;stroke:var(--ink);stroke-width:1.5}
.legend{list-style:none;padding:0;margin:0 0 .6rem;font-size:.9rem}.legend li{display:flex;gap:.5rem;align-items:center}
.key{width:1.6rem;height:0;border-top:3px solid var(--now);flex:none}.key.then{border-top:3px dashed var(--then)}.key.ready{border-top:3px dotted var(--ready)}
.key.family,.key.young_person{width:0;height:0;margin:0 .5rem;border:.3rem solid transparent;border-bottom:.6rem solid var(--family);border-top:0}.key.young_person{border:0;width:.6rem;height:.6rem;background:var(--young);transform:rotate(45deg)}
.key.reliable{width:.9rem;height:.9rem;margin:0 .35rem;border:2px solid var(--ink);border-radius:50%}
table{border-collapse:collapse;width:100%;font-size:.82rem;margin-top:.6rem}caption{text-align:left;font-weight:600}th,td{padding:.12rem .4rem;border-bottom:1px solid var(--rule);text-align:right}th:first-child{text-align:left}thead th{vertical-align:bottom}
.wide{overflow-x:auto}.prompts th,.prompts td{text-align:left;vertical-align:top}.prompts form{margin:0}.prompts thead{position:relative}.unseen{position:absolute;clip-path:inset(50%)}.prompts button{padding:.45rem .8rem}
@media (max-width:40rem){.prompts tr{display:grid;grid-template-columns:1fr auto}.prompts thead{display:none}.prompts td,.prompts th{border:0}.prompts td:nth-child(3){grid-column:1/3;grid-row:2}.prompts td:nth-child(4){grid-column:1/3;grid-row:3;border-bottom:1px solid var(--rule)}.top{grid-template-columns:1fr}.areas{grid-template-columns:repeat(2,1fr)}table{font-size:.72rem}th,td{padding:.12rem .2rem}}
@media print{@page{size:A4 portrait;margin:11mm}body{font-size:9.5pt}main{padding:0;max-width:none}.no-print{display:none}.top{grid-template-columns:3fr 2fr}.areas{grid-template-columns:repeat(4,1fr)}.answer{font-size:1.05rem}.top svg{max-height:62mm}figcaption{font-size:.78rem}table{font-size:.78rem}svg text{font-size:11px}.wide{overflow:visible}}
`;
