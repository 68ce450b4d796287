/* Where a payer's answers lead, by the rules of scams/deck/answers.py: the level never falls, no card is come back to. */

const LEVELS = ["notice", "warn", "hold", "stop"];
const LINES_MOST = 3;

export const atLeast = (level, least) => LEVELS.indexOf(level) >= LEVELS.indexOf(least);
const stronger = (one, other) => (atLeast(one, other) ? one : other);

/** The card to show now, {card, reroute}, from the API's answer and everything that was answered, in that order. */
export const follow = (answer, given) => {
  const { cards = [], routes = {}, signals = {} } = answer.tree ?? {};
  const whole = (card) => cards.find((one) => one.id === card.id) ?? card;
  const first = answer.card;
  const path = { card: first, level: first.level, lines: first.why_you.slice(0, -1), reroute: null };
  const visited = new Set([first.id]);
  for (const one of given) {
    const then = one.card === path.card.id ? meaning(whole(path.card), one) : null;
    if (!then) continue;
    if (then.level) path.level = stronger(path.level, then.level);
    const line = signals[then.signal];
    if (line) path.lines = [line, ...path.lines.filter((one) => one !== line)];
    const target = cards.find((one) => one.id === routes[then.fraud_type]);
    if (!target || visited.has(target.id)) continue;
    visited.add(target.id);
    path.reroute = { from: path.card.id, question: one.question, answer: one.answer };
    path.card = target;
    path.level = stronger(path.level, target.level);
  }
  return { card: atLevel(whole(path.card), path, answer), reroute: path.reroute };
};

const meaning = (card, { question, answer }) =>
  allQuestions(card.questions).find((one) => one.id === question)?.answers.find((one) => one.value === answer)?.then;

/** Questions and, after each, those that its answers lead to. */
const allQuestions = (questions = []) =>
  questions.flatMap((one) => [one, ...allQuestions(one.answers.map((choice) => choice.then?.question).filter(Boolean))]);

/** A card with the parts its level calls for; a part that never came cannot be there. */
const atLevel = (card, { level, lines }, answer) => ({
  ...card,
  level,
  why_you: [...lines.slice(0, LINES_MOST - 1), ...card.why_you.slice(-1)],
  questions: atLeast(level, "warn") ? card.questions : [],
  rebuttals: atLeast(level, "warn") ? card.rebuttals : [],
  proceed: level === "stop" ? null : card.proceed,
  cooling_off: atLeast(level, "hold") ? card.cooling_off : null,
  switch_line: atLeast(level, "hold") ? card.switch_line : null,
  audience: answer.card.audience ?? card.audience,
});

/** How long to wait at a card and whether the way on is closed: as the playbook's step says, else as the card does. */
export const waitOf = (card, ladder, over) => {
  const step = ladder?.step ?? {};
  const pause = card.cooling_off ?? {};
  if (step.id && ladder.next?.proceed === step.id) return { minutes: step.minutes ?? null, closed: true, note: "held" };
  const minutes = over ? null : (step.minutes || pause.minutes || null);
  const canEnd = step.cancellable ?? pause.cancellable;
  const note = minutes && (canEnd ? "may_end" : "must_wait");
  return { minutes, closed: note === "must_wait", note };
};
