/** The frame of every page: document, head, brand; and the short page for what cannot be shown. */
import { Html, type HtmlValue, html } from "./html.ts";
import { STYLE } from "./page-style.ts";

/** A whole document. `title` is what the browser's tab says. */
export function layout(title: string, content: HtmlValue): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · sagefence</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>${BRAND}<span>sagefence</span></header>
${content}
</body>
</html>
`;
  return page.text;
}

/** A page with a headline and sentences: for what is not found, not allowed or broken. */
export function messagePage(title: string, sentences: readonly string[]): string {
  const paragraphs = sentences.map((sentence) => html`<p>${sentence}</p>`);
  return layout(title, html`<main><h1>${title}</h1>${paragraphs}</main>`);
}

const BRAND = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 21V7l2-3 2 3v14M15 21V7l2-3 2 3v14M2 10h20M2 16h20"/></svg>`;
