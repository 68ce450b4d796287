/* The quiz by which a payer releases a payment: questions, what was wrong, and another try. */

import { choice, el, lines } from "./card.js";
import { QUIZ_WORDS } from "./words/quiz.js";

/** The quiz, or what came of it; calls `send` with the answers by question once all are chosen. */
export const quizOf = (release, locale, send) => {
  const words = QUIZ_WORDS[locale];
  const { questions = [], wrong = [], passed, tries_left: left } = release;
  const result = el("p", { class: "card-result", tabindex: -1, role: "status" }, resultOf(release, words));
  const box = el("div", { class: "card-quiz", role: "group", "aria-labelledby": "scam-card-quiz" });
  box.append(el("h3", { id: "scam-card-quiz", tabindex: -1 }, words.title), result);
  if (passed) return box;
  if (wrong.length) box.append(el("div", { class: "card-wrong" }, lines(wrong.map((one) => one.why))));
  if (!questions.length || left === 0) return box;
  const needed = release.pass ?? questions.length;
  box.append(
    el("p", {}, words.intro.replace("{n}", needed)),
    ...questions.map((one) => questionOf(one)),
    el("button", { class: "card-button", type: "button", "data-quiz": "send" }, words.send),
  );
  box.querySelector("[data-quiz]").addEventListener("click", () => {
    const answers = answersIn(box);
    if (Object.keys(answers).length === questions.length) return send(answers);
    result.textContent = words.all;
    box.querySelector("fieldset:not(:has(:checked)) input")?.focus();
  });
  return box;
};

const resultOf = ({ passed, tries_left: left }, words) => {
  if (passed) return words.passed;
  if (left === 0) return words.spent;
  return passed === false ? `${words.wrong} ${words.left.replace("{n}", left ?? "")}`.trim() : "";
};

const questionOf = ({ id, prompt, message, options }) =>
  el(
    "fieldset", { "data-quiz-question": id },
    el("legend", {}, prompt),
    message && messageOf(message),
    el("div", { class: "card-choices" }, options.map((one) => choice(`release-${id}`, { value: one.id, label: one.text }))),
  );

/** A message to judge: who sent it, and what was said, each line on the side of who said it. */
const messageOf = ({ from, title, button, lines: said = [] }) =>
  el(
    "div", { class: "card-message" },
    from && el("b", {}, from),
    title && el("p", {}, title),
    said.map(({ who, text }) => el("p", { "data-who": who }, text)),
    button && el("p", {}, `[ ${button} ]`),
  );

const answersIn = (box) =>
  Object.fromEntries(
    [...box.querySelectorAll("[data-quiz-question]")]
      .map((one) => [one.dataset.quizQuestion, one.querySelector(":checked")?.value])
      .filter(([, value]) => value),
  );
