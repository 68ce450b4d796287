/* Lets the site be read without a network: asks for the worker that keeps pages, and lists the pages it has kept. */
if ("serviceWorker" in navigator) {
  const known = Boolean(navigator.serviceWorker.controller);
  window.addEventListener("load", () => askFor(known).catch(() => {}));
}

const place = document.querySelector("[data-kept-pages]");
if (place && "caches" in window) list(place.dataset.keptPages);

/* A page that was loaded without the worker tells it, so that it is kept too. */
async function askFor(known) {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (!known) (await navigator.serviceWorker.ready).active.postMessage("keep this page");
}

async function list(beginning) {
  const links = document.createElement("ul");
  links.className = "cards";
  place.append(links);
  const cache = await caches.open("academy-pages");
  for (const request of (await cache.keys()).reverse()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith(beginning) && !path.includes("/take/")) add(links, path, await titleOf(await cache.match(request)));
  }
  place.hidden = !links.children.length;
}

async function titleOf(reply) {
  const heading = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("h1");
  return heading ? heading.textContent.trim() : "";
}

function add(links, path, title) {
  if (!title) return;
  const link = document.createElement("a");
  link.href = path;
  link.textContent = title;
  const heading = document.createElement("h3");
  heading.append(link);
  const item = document.createElement("li");
  item.className = "tile";
  item.append(heading);
  links.append(item);
}
