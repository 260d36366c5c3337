/** Keeps the console current. Elements with an id keep their state: what is unfolded stays so, and focus stays put. */
const live = document.getElementById("live");
const news = document.getElementById("news");

connect();

function connect() {
  const events = new EventSource("/_sagefence/console/events");
  events.addEventListener("open", () => say("Live", true));
  events.addEventListener("error", () => say("The account does not answer; trying again…", false));
  events.addEventListener("section", ({ data }) => {
    const { id, html } = JSON.parse(data);
    update(id, html);
  });
}

function say(text, isLive) {
  live.textContent = text;
  live.classList.toggle("on", isLive);
}

function update(id, html) {
  const old = document.getElementById(id);
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const next = parsed.content.firstElementChild;
  if (old === null || next === null) return;
  if (id === "questions") announce(old, next);
  morph(old, next);
  markAnswered();
}

/** Says what a screen reader should hear: new questions, and nothing else. */
function announce(old, next) {
  const known = new Set([...old.querySelectorAll("article")].map((card) => card.id));
  const fresh = [...next.querySelectorAll("article")].filter((card) => !known.has(card.id));
  if (fresh.length > 0)
    news.textContent = `New question: ${fresh.map((card) => card.querySelector("h3").textContent).join(" ")}`;
}

function markAnswered() {
  const open = document.querySelectorAll("#questions article").length;
  document.title = open > 0 ? `(${open}) sagefence · local account` : "sagefence · local account";
}

/** Makes `old` like `next` by touching only what differs. */
function morph(old, next) {
  if (old.isEqualNode(next)) return;
  if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== next.nodeName || old.id !== next.id) {
    old.replaceWith(next);
    return;
  }
  copyAttributes(old, next);
  morphChildren(old, next);
}

function copyAttributes(old, next) {
  for (const { name, value } of [...next.attributes]) {
    if (!isOwnState(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!isOwnState(old, name) && !next.hasAttribute(name)) old.removeAttribute(name);
  }
}

/** Whether something is unfolded is the reader's choice. */
function isOwnState(element, attribute) {
  return element.nodeName === "DETAILS" && attribute === "open";
}

function morphChildren(old, next) {
  const kept = new Map([...old.children].filter((child) => child.id !== "").map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const child of [...next.childNodes]) {
    const known = child.id ? kept.get(child.id) : null;
    if (known) {
      kept.delete(child.id);
      if (known === at) at = at.nextSibling;
      else old.insertBefore(known, at);
      morph(known, child);
    } else if (at !== null && !at.id && !child.id) {
      const following = at.nextSibling;
      morph(at, child);
      at = following;
    } else old.insertBefore(child, at);
  }
  while (at !== null) {
    const following = at.nextSibling;
    at.remove();
    at = following;
  }
  for (const gone of kept.values()) gone.remove();
}
