/** The report's style sheet: light, dark and printed; no colour says what no word says. */

/** Colours by their use. `on…` is what stands on the colour of that name. */
export type Palette = Record<
  | "paper"
  | "card"
  | "ink"
  | "soft"
  | "line"
  | "accent"
  | "code"
  | "calm"
  | "onCalm"
  | "warn"
  | "onWarn"
  | "bad"
  | "onBad"
  | "worst"
  | "onWorst",
  string
>;

export const LIGHT: Palette = {
  paper: "#f4f6f4",
  card: "#ffffff",
  ink: "#17211c",
  soft: "#4d5b54",
  line: "#d0d8d3",
  accent: "#17663f",
  code: "#eef1ef",
  calm: "#e3f1e9",
  onCalm: "#114d30",
  warn: "#fdeedc",
  onWarn: "#7a3c00",
  bad: "#fde8e6",
  onBad: "#94160f",
  worst: "#94160f",
  onWorst: "#ffffff",
};

export const DARK: Palette = {
  paper: "#0f1512",
  card: "#18201c",
  ink: "#e8eeea",
  soft: "#a5b3ab",
  line: "#3a463f",
  accent: "#6fd3a0",
  code: "#111814",
  calm: "#16382a",
  onCalm: "#a9e6c6",
  warn: "#3d2a12",
  onWarn: "#ffcf94",
  bad: "#441c1a",
  onBad: "#ffb9b2",
  worst: "#ffb9b2",
  onWorst: "#441c1a",
};

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}

const SCREEN = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header,nav,main,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
.brand{margin:1.4rem 0 0;color:var(--accent);font-weight:700}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;margin:.2rem 0 .4rem}
h2{font-size:1.35rem;margin:2.6rem 0 .6rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}
h3{font-size:1.08rem;margin:1.7rem 0 .5rem}
h4{font-size:1rem;margin:0}
.card>h3,.card>h4{margin-top:0}
p{margin:.35rem 0}
a{color:var(--accent)}
.lead{font-size:1.15rem;margin:0 0 1.1rem}
.soft,.more{color:var(--soft);font-size:.9rem}
code{font:.8125rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
h3 code{font-size:1rem}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.4rem;margin:0}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:1.3rem 0 0;padding:0}
.tiles{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.7rem;margin:.6rem 0;padding:0}
.tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem .9rem}
.tile b{display:block;font-size:2rem;line-height:1.15;font-variant-numeric:tabular-nums}
.small .tile b{font-size:1.4rem}
.tile.violation{background:var(--bad);color:var(--onBad)}
.tile.unknown{background:var(--warn);color:var(--onWarn)}
.tile.compliant{background:var(--calm);color:var(--onCalm)}
.bar{display:block;width:100%;height:.6rem;border-radius:.3rem}
.bar .violation{fill:var(--onBad)}
.bar .unknown{fill:var(--onWarn)}
.bar .compliant{fill:var(--accent)}
.tag{display:inline-block;white-space:nowrap;font-size:.8125rem;font-weight:600;line-height:1.4;border:1px solid transparent;border-radius:1rem;padding:0 .6rem;background:var(--code);color:var(--ink)}
.tag.critical{background:var(--worst);color:var(--onWorst)}
.tag.high{background:var(--bad);color:var(--onBad)}
.tag.medium{background:var(--warn);color:var(--onWarn)}
.scroll{overflow-x:auto;margin:.6rem 0 1.2rem}
table{border-collapse:collapse;width:100%;background:var(--card);font-size:.9375rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}
thead th{background:var(--code);font-weight:600;overflow-wrap:normal}
tbody th{font-weight:400;min-width:9rem}
.number{text-align:right;font-variant-numeric:tabular-nums}
.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.1rem;margin:.7rem 0}
.points{list-style:none;margin:.5rem 0 0;padding:0}
.points>li+li{border-top:1px solid var(--line);margin-top:.6rem;padding-top:.6rem}
.said{margin:.4rem 0;padding-left:1.2rem}
.fix{border-left:3px solid var(--accent);padding-left:.7rem}
.members{columns:16rem;margin:.3rem 0;padding-left:1.2rem}
.members li{break-inside:avoid}
summary{cursor:pointer;color:var(--soft);width:fit-content}
.inline{display:inline-block;vertical-align:top}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1rem 1.5rem;margin:.9rem 0 .3rem}
figure{margin:0;max-width:24rem}
.figures:has(>:only-child){display:block}
figure:only-child{max-width:none;display:grid;grid-template-columns:minmax(0,24rem) minmax(0,1fr);grid-template-rows:auto 1fr;column-gap:1.8rem}
figure:only-child svg{grid-row:span 2}
figure svg{display:block;width:100%;height:auto}
figcaption,figure details{font-size:.875rem;color:var(--soft);margin-top:.3rem}
figure ul{margin:.2rem 0;padding-left:1.1rem}
.box{fill:var(--card);stroke:var(--soft)}
.box.internet,.box.internet-with-public-address{fill:var(--bad);stroke:var(--onBad)}
.box.unknown,.box.delegated{fill:var(--warn);stroke:var(--onWarn)}
.box.none{fill:var(--code)}
svg text{fill:var(--ink);font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
svg .label{font-weight:600}
svg .id{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.line,.head{fill:none;stroke:var(--onBad);stroke-width:2}
.line.delegated,.line.unknown{stroke-dasharray:2 4}
.delegated,.line.unknown,.head.unknown{stroke:var(--onWarn)}
.line.none{stroke-dasharray:8 5}
.line.none,.head.none{stroke:var(--soft)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:1rem 0 0;padding:0;font-size:.875rem;color:var(--soft)}
.legend svg{vertical-align:-.1em}
footer{color:var(--soft);font-size:.875rem;margin-top:2.5rem;padding-bottom:2.5rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
`;

const NARROW = `
header,nav,main,footer{padding:0 .9rem}
h1{font-size:1.5rem}
.facts{grid-template-columns:1fr;gap:0}
.facts dd{margin-bottom:.45rem}
.card{padding:.75rem .8rem}
figure:only-child{display:block}
.tiles{grid-template-columns:repeat(auto-fit,minmax(8rem,1fr))}
th,td{padding:.3rem .35rem;font-size:.8125rem}
tbody th{min-width:6rem}
`;

const PRINTED = `
body{background:#fff;font-size:10pt}
header,nav,main,footer{max-width:none;padding:0}
nav{display:none}
h2,h2+p{break-after:avoid}
h3,h4,caption,thead,.legend,.card>.soft,.points p:first-child{break-after:avoid}
tbody tr:first-child{break-before:avoid}
.tile,.card,table{background:none}
.card{border-radius:0}
.tag{background:none!important;color:inherit!important;border-color:currentColor}
.tile{border-color:currentColor}
tr,figure,.tile,.legend,p,.members li,.points>li:not(:has(figure)){break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
a{color:inherit;text-decoration:none}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{list-style:none}
.inline p{display:none}
figure:only-child{grid-template-columns:78mm 1fr}
.figures{grid-template-columns:1fr 1fr}
`;

export const STYLE = `
:root{color-scheme:light dark;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}
@media print{:root{color-scheme:light;${variables(LIGHT)}}}
${SCREEN}@media (max-width:36rem){${NARROW}}
@media print{@page{margin:16mm 14mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif}}${PRINTED}}
@media (forced-colors:active){.tag,.tile{border:1px solid}}
`;
