/** HTML from a template: whatever is put into it is escaped, unless it is HTML made here. */

/** HTML that needs no escaping. Made by `html` alone. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

/** The only way to write HTML: `` html`<p>${name}</p>` ``. Null is nothing; a list is its elements in a row. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(render)));
}

function render(value: HtmlValue): string {
  if (value === null) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(render).join("");
  return escapeHtml(String(value));
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Characters that draw nothing or turn the direction of text around, so that a name could read as another. */
const INVISIBLE = /[^\P{C}\n\r\t]|\p{Zl}|\p{Zp}/gu;

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign).replaceAll(INVISIBLE, codePoint);
}

function codePoint(sign: string): string {
  return `\\u{${sign.codePointAt(0)?.toString(16)}}`;
}
