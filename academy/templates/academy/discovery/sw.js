/* Keeps for times without a network what people have read, and what they need most: the page for those who have
   already paid, in every language. Pages come from the network first, so that what editors change is seen at once;
   style sheets, scripts and pictures come from what is kept, and are renewed behind it. */
const FACTS = {{ facts }};

const ALWAYS = `academy-always-${FACTS.version}`;
const PAGES = "academy-pages";
const FILES = "academy-files";
const MOST = { [PAGES]: 60, [FILES]: 120 };
const PATIENCE = 8000;
const DAY = 24 * 60 * 60 * 1000;
const FILLED = "/sw.js?filled";

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

/* A page that was loaded before this worker was there asks to be kept as well. */
self.addEventListener("message", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), remember(event.source.url)]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "POST" && url.pathname === FACTS.mode) event.waitUntil(forgetFilling());
  if (url.origin !== self.location.origin || isElsewhere(url) || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method === "GET" && isFile(url)) event.respondWith(file(event));
});

function isElsewhere(url) {
  return FACTS.never.some((beginning) => url.pathname.startsWith(beginning));
}

function isFile(url) {
  return FACTS.files.some((beginning) => url.pathname.startsWith(beginning));
}

/* Only what came as asked, and what may be kept: a result page says that it may not. */
function mayKeep(reply) {
  const rules = reply.headers.get("cache-control") || "";
  return reply.ok && reply.type === "basic" && !reply.redirected && !rules.includes("no-store");
}

function isPage(reply) {
  return (reply.headers.get("content-type") || "").startsWith("text/html");
}

async function fill() {
  const cache = await caches.open(ALWAYS);
  await Promise.all(FACTS.always.map(async (path) => {
    const reply = await fetch(path, { cache: "no-cache" });
    if (!mayKeep(reply)) throw new Error(`${path} cannot be kept`);
    await cache.put(path, reply);
  }));
  await cache.put(FILLED, new Response(String(Date.now())));
}

/* The pages that are always kept are fetched again once a day, and after the reader has chosen another mode. */
async function refill() {
  const marked = await (await caches.open(ALWAYS)).match(FILLED);
  if (!marked || Date.now() - Number(await marked.text()) > DAY) await fill();
}

async function forgetFilling() {
  await (await caches.open(ALWAYS)).delete(FILLED);
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("academy-always-") && name !== ALWAYS);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function remember(address) {
  if (isElsewhere(new URL(address))) return;
  try {
    await keepPage(address, await fetch(address));
  } catch {
    // no network: nothing to keep
  }
}

async function page(event, url) {
  const { request } = event;
  const kept = request.method === "GET" ? await keptPage(request.url) : undefined;
  const asked = fetch(request);
  event.waitUntil(asked.then((reply) => after(request, reply.clone())).catch(() => {}));
  try {
    return await (kept ? Promise.race([asked, later(kept)]) : asked);
  } catch {
    return kept || offlinePage(url);
  }
}

async function after(request, reply) {
  if (request.method === "GET") await keepPage(request.url, reply);
  await refill();
}

function later(kept) {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
}

async function keptPage(address) {
  const loosely = { ignoreVary: true };
  return (await (await caches.open(PAGES)).match(address, loosely)) || (await caches.open(ALWAYS)).match(address, loosely);
}

async function keepPage(address, reply) {
  const url = new URL(address);
  if (reply.status === 404 || reply.status === 410) await (await caches.open(PAGES)).delete(address);
  if (!mayKeep(reply) || !isPage(reply)) return;
  if (FACTS.always.includes(url.pathname) && !url.search) await (await caches.open(ALWAYS)).put(url.pathname, reply);
  else await keep(PAGES, address, reply);
}

async function offlinePage(url) {
  const beginnings = Object.keys(FACTS.offline);
  const language = beginnings.find((beginning) => url.pathname.startsWith(beginning)) || beginnings[0];
  return (await (await caches.open(ALWAYS)).match(FACTS.offline[language])) || Response.error();
}

async function file(event) {
  const { request } = event;
  const kept = await caches.match(request, { ignoreVary: true });
  const asked = fetch(request);
  event.waitUntil(asked.then((reply) => mayKeep(reply) && keep(FILES, request, reply.clone())).catch(() => {}));
  return kept || asked;
}

/* Keeps a reply, and lets the oldest go where there are too many. */
async function keep(name, request, reply) {
  const cache = await caches.open(name);
  await cache.put(request, reply);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST[name])).map((one) => cache.delete(one)));
}
