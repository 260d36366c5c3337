/** The page's style sheet, and its hash for the Content-Security-Policy. */
import { createHash } from "node:crypto";

export const STYLE = `
:root{color-scheme:light dark;--paper:#f4f6f4;--card:#fff;--ink:#17211c;--soft:#4d5b54;--line:#d5dcd7;--accent:#17663f;--on-accent:#fff;
--calm:#e3f1e9;--on-calm:#114d30;--warn:#fdeedc;--on-warn:#7a3c00;--bad:#fde8e6;--on-bad:#94160f;--code:#eef1ef}
@media (prefers-color-scheme:dark){:root{--paper:#0f1512;--card:#18201c;--ink:#e8eeea;--soft:#a5b3ab;--line:#323e37;--accent:#6fd3a0;--on-accent:#06241a;
--calm:#16382a;--on-calm:#a9e6c6;--warn:#3d2a12;--on-warn:#ffcf94;--bad:#441c1a;--on-bad:#ffb9b2;--code:#111814}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;align-items:center;gap:.6rem;padding-top:1.4rem;color:var(--soft);font-weight:600;letter-spacing:.01em}
header svg{width:1.4rem;height:1.4rem;fill:none;stroke:var(--accent);stroke-width:2;stroke-linecap:round}
footer{padding-top:1.5rem;padding-bottom:3rem;color:var(--soft);font-size:.875rem}
h1{font-size:1.7rem;line-height:1.25;letter-spacing:-.015em;margin:1.6rem 0 .3rem;text-wrap:balance}
h2{font-size:1.1rem;margin:2.2rem 0 .7rem}
p{margin:.4rem 0}
ul{margin:.2rem 0;padding-left:1.2rem}
.lead{color:var(--soft);margin:0 0 1.1rem}
.state{border-radius:.7rem;padding:.85rem 1rem;background:var(--warn);color:var(--on-warn)}
.state strong{display:block}
.state p{margin:.15rem 0}
.state.approved{background:var(--calm);color:var(--on-calm)}
.state.rejected,.state.void,.state.expired{background:var(--code);color:var(--ink)}
.problem{border-radius:.7rem;padding:.85rem 1rem;margin:0 0 1rem;background:var(--bad);color:var(--on-bad)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.4rem;margin:1.2rem 0 0}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.facts dd ul{margin:0;padding-left:1.1rem}
.card .facts{margin-top:.6rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:1rem 1.1rem;margin:.7rem 0}
.plain{list-style:none}
.plain:not(.card){padding:0;margin:0}
.wrong+.wrong{border-top:1px solid var(--line);margin-top:.7rem;padding-top:.7rem}
.wrong p{margin:0}
.wrong .meta{color:var(--soft);font-size:.875rem;margin-top:.25rem}
fieldset{border:0;padding:0;margin:0;min-width:0}
form{margin-top:2.2rem}
legend{padding:0;font-weight:700;font-size:1.1rem}
.choice{position:relative}
.choice:has(input[type=radio]:checked){border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.title{display:flex;gap:.7rem;align-items:flex-start;font-weight:650}
label.title{cursor:pointer}
.title .name{flex:1}
.title input{flex:none;width:1.15rem;height:1.15rem;margin:.2rem 0 0;accent-color:var(--accent)}
.badge{flex:none;font-size:.8125rem;font-weight:600;border-radius:1rem;padding:.1rem .65rem;background:var(--calm);color:var(--on-calm);white-space:nowrap}
.badge.destructive{background:var(--bad);color:var(--on-bad)}
.badge.none{background:var(--code);color:var(--ink)}
label.title~*{margin-left:1.85rem}
.lost{color:var(--on-bad)}
details{margin-top:.8rem}
summary{cursor:pointer;color:var(--soft);width:fit-content}
pre,code{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--code);border-radius:.5rem;padding:.7rem .85rem;margin:.5rem 0 0;white-space:pre-wrap;overflow-x:auto}
.confirm{margin-top:.9rem;border-left:3px solid var(--on-bad);padding-left:.9rem}
.choice:has(input[type=radio]):not(:has(input[type=radio]:checked)) .confirm{display:none}
.field{display:block;margin-top:1.1rem}
.field>span{display:block;font-weight:600;margin-bottom:.3rem}
.hint{color:var(--soft);font-weight:400}
input[type=text],select,textarea{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.5rem;padding:.55rem .7rem}
textarea{min-height:4.5rem;resize:vertical}
button{font:inherit;font-weight:650;color:var(--on-accent);background:var(--accent);border:0;border-radius:.5rem;padding:.75rem 1.4rem;margin-top:1.3rem;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:32rem){h1{font-size:1.4rem}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.55rem}
.title{flex-wrap:wrap}.title .name{min-width:60%}label.title .badge{margin-left:1.85rem}label.title~*{margin-left:0}label.title~p{margin-top:.6rem}button{width:100%}}
@media (forced-colors:active){.badge,.state,.problem{border:1px solid}}
`;

export const STYLE_HASH = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;
