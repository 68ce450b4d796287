/* Changes the size of the text where the reader is, instead of loading the page anew. The cookie is the server's. */

const form = document.querySelector("form[data-sizes]");

const choose = async (button) => {
  const size = button.value.split(".")[1];
  document.documentElement.dataset.size = size;
  for (const one of form.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
  const body = new URLSearchParams({ mode: button.value, next: form.elements.next.value });
  try {
    await fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
  } catch {
    /* Without a network the size holds for this page. */
  }
};

form?.addEventListener("submit", (event) => {
  if (!event.submitter) return;
  event.preventDefault();
  choose(event.submitter);
});
