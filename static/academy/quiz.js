// Each question comes into the page without loading the rest of it anew. Whoever listens or uses a keyboard is taken
// to what is new: after an answer to what came of it, else to the next question.
document.addEventListener("htmx:afterSettle", () => {
  const place = document.querySelector("#quiz .notice.bad, #quiz .feedback") ?? document.querySelector("#quiz .prompt");
  if (!place) return;
  place.tabIndex = -1;
  place.focus();
});

// What cannot stand in the question's place (no cookie, an old form, an error) is shown as a page of its own.
document.addEventListener("htmx:responseError", () => location.reload());
document.addEventListener("htmx:sendError", () => {
  document.querySelector("[data-no-network]").hidden = false;
});
