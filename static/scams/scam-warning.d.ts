// What <scam-warning> takes and tells. The same as scam-warning.schema.json, for editors that know TypeScript.

export type Level = "notice" | "warn" | "hold" | "stop";
export type Audience = "adult" | "elder" | "teen" | "sme";
export type StepAnswer =
  | "proceed" | "safe_action" | "confirmed" | "reassured" | "no_answer" | "waited" | "cancelled_in_wait" | "released";

export interface Question {
  id: string;
  text: string;
  answers: Choice[];
}

export interface Choice {
  value: string;
  label: string;
  then: Then | null;
}

export interface Then {
  level?: string | null;
  signal?: string | null;
  fraud_type?: string | null;
  question?: Question | null;
}

export interface Button {
  label: string;
  action: string;
}

/** The seven members by which events name a card. */
export interface CardFacts {
  id: string;
  revision: number;
  variant: string;
  fraud_type: string;
  level: Level;
  locale: string;
  audience: Audience;
}

export interface Card extends CardFacts {
  headline: string;
  why_you: string[];
  what_is_happening: string;
  red_flags: string[];
  questions: Question[];
  rebuttals: string[];
  safe_action: Button;
  other_actions: Button[];
  proceed: { label: string; confirm: boolean } | null;
  contacts: { name: string; number: string; region: string; hours: string }[];
  cooling_off: { minutes: number; cancellable: boolean; text: string; while_waiting: string } | null;
  switch_line: string | null;
  article_url: string | null;
  quiz_url: string | null;
  audio_url: string | null;
}

export interface Ladder {
  playbook: string;
  step: { id: string; kind: string; level: Level; minutes: number | null; cancellable: boolean | null } | null;
  number: number | null;
  steps: number;
  end: "pay" | "stop" | null;
  next: Record<string, string>;
}

/** What POST /api/v1/warnings answers. */
export interface Answer {
  warning_id: string;
  deck: string;
  matched: { fraud_type: string; by: string; code: string | null; score: number | null };
  card: Card;
  reroute?: { from: string; question: string; answer: string } | null;
  held_out?: boolean;
  ladder?: Ladder | null;
  tree?: { cards: Card[]; routes: Record<string, string>; signals: Record<string, string> } | null;
}

/** What POST /api/v1/releases and the answers to it brought. */
export interface Release {
  release_id?: string;
  questions?: ReleaseQuestion[];
  pass?: number | null;
  passed?: boolean | null;
  wrong?: { question: string; why: string }[];
  tries_left?: number | null;
}

export interface ReleaseQuestion {
  id: string;
  prompt: string;
  options: { id: string; text: string }[];
  message?: { form: string; from: string; title: string; button: string; lines: { who: string; text: string }[] } | null;
}

/** One outcome event, as POST /api/v1/events takes it. */
export interface Outcome {
  id: string;
  warning_id: string;
  type: string;
  at: string;
  card?: CardFacts | string;
  held_out?: boolean;
  milliseconds?: number;
  question?: string;
  answer?: string;
  action?: string;
  step?: string;
  kind?: string;
  next?: string;
}

export interface ScamWarningEventMap extends HTMLElementEventMap {
  outcome: CustomEvent<Outcome>;
  "release-answers": CustomEvent<{ release_id: string; answers: Record<string, string> }>;
  "ladder-end": CustomEvent<{ end: "pay" | "stop" }>;
}

export interface ScamWarningElement extends HTMLElement {
  answer: Answer | null;
  release: Release | null;
  headers: Record<string, string>;
  addEventListener<K extends keyof ScamWarningEventMap>(
    type: K, listener: (event: ScamWarningEventMap[K]) => void, options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "scam-warning": ScamWarningElement;
  }
}
