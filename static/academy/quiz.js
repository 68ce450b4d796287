// Each question comes into the page without loading the rest of it anew. Whoever listens or uses a keyboard is taken
// to what is new: after an answer to what came of it, else to the next question.
document.addEventListener("htmx:afterSettle", () => {
  const place = document.querySelector("#quiz .notice, #quiz .feedback") ?? document.querySelector("#quiz .prompt");
  if (!place) return;
  place.tabIndex = -1;
  place.focus();
});
