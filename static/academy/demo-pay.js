// The wallet's own script: it carries out what the card's buttons ask for, and passes on what the card reports.
// Without it every button is a form's, and everything works as well.

/** What the card reports that the wallet acts upon; what became of the payment it then reports by itself. */
const ACTS = { safe_action: "safe_action", proceed: "proceed" };
const STEPS = new Set(["proceed", "released"]);
const PASSED_ON = new Set(["seen", "time_on_card", "question_answered", "rerouted", "hotline_taken", "guardian_told", "delayed"]);

const turn = document.querySelector(".wallet-leave");
const card = document.querySelector("scam-warning");
const list = document.getElementById("events");
const answers = new Map();
let waiting = [];
let waited = false;
let sent = false;

const field = (name) => turn?.elements.namedItem(name)?.value ?? "";

/** Sends an act of the payer as a form does, with the answers and reports that the card gave meanwhile. */
function act(name) {
  if (sent || !turn) return;
  sent = true;
  setTimeout(() => {
    const told = JSON.stringify({ events: waiting.splice(0) });
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: location.pathname, hidden: true });
    for (const name of ["csrfmiddlewaretoken", "turn", "warning_id"]) add(form, name, field(name));
    for (const [question, answer] of answers) add(form, question, answer);
    add(form, "told", told);
    add(form, "act", name);
    document.body.append(form);
    form.submit();
  });
}

function add(form, name, value) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

/** Passes on what the card reported, when the payer leaves without an act. */
function passOn() {
  const events = waiting.splice(0);
  if (!events.length) return;
  fetch(`${location.pathname}/events`, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRFToken": field("csrfmiddlewaretoken") },
    body: JSON.stringify({ events }),
  }).catch(() => {});
}

/** Shows an event in the engineers' panel, as it happens. */
function show({ type, at, card, question, answer, milliseconds }) {
  if (!list) return;
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = new Date(at).toTimeString().slice(0, 8);
  const kind = document.createElement("code");
  kind.textContent = type;
  const about = document.createElement("span");
  about.textContent = [card?.id ?? card, question, answer, milliseconds].filter(Boolean).join(" ");
  item.append(time, " ", kind, " ", about);
  list.append(item);
}

card?.addEventListener("outcome", (event) => {
  const told = event.detail;
  if (PASSED_ON.has(told.type)) {
    waiting.push(told);
    show(told);
  }
  if (told.type === "question_answered") answers.set(`answer-${told.card}-${told.question}`, told.answer);
  if (told.type === "step_taken" && told.answer === "waited") waited = true;
  const name = told.type === "step_taken" && STEPS.has(told.answer) ? "proceed" : ACTS[told.type];
  if (name) {
    event.preventDefault();
    act(name === "proceed" && waited ? "waited" : name);
  }
  const said = document.querySelector(`[data-said="${told.type}"]`);
  if (said) {
    event.preventDefault();
    said.hidden = false;
    said.focus();
  }
});
document.addEventListener("visibilitychange", () => document.hidden && !sent && passOn());

// Who presses twice pays once: the second press does nothing, and the server would take it for the first.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.closest(".wallet")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  sent = false;
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});
