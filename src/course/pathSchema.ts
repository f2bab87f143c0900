import { z } from "astro/zod";

/** What an objective or an outcome may begin with: something that can be seen to be done. "Understand" cannot. */
const VERBS = ["Apply", "Argue", "Build", "Choose", "Compare", "Compute", "Count", "Decide", "Decode", "Derive", "Describe", "Draw", "Estimate", "Explain", "Find", "Judge", "Keep", "Label", "List", "Measure", "Name", "Order", "Place", "Predict", "Read", "Recognise", "Reproduce", "Round", "Run", "Say", "Separate", "Show", "State", "Tell", "Test", "Trace", "Write"] as const;

const sentence = z.string().min(3, "expected a sentence");
const doing = sentence.refine((text) => VERBS.some((verb) => text.startsWith(`${verb} `)), `expected a sentence that begins with one of ${VERBS.join(", ")}`);
const minutes = z.int().min(1, "expected whole minutes, 1 or more").max(240, "expected 240 minutes or less");

/** An article, or parts of it by the anchors of their headings; "start" is what stands before the first. */
const reading = z.strictObject({ article: z.string(), sections: z.array(z.string()).min(1).optional() });

/** A figure in a state: one of its presets, or values of its parameters, or neither for the state it opens in. */
const shown = z.strictObject({
  figure: z.string(),
  preset: z.string().optional(),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())])).optional(),
  /** What to look for, or to ask of it. */
  look: sentence,
}).refine(({ preset, values }) => preset === undefined || values === undefined, "expected a preset or values, not both");

/** A step of a meeting's plan. What it reads, it reads in the meeting. */
const step = z.strictObject({
  minutes,
  title: sentence,
  does: sentence,
  read: z.array(reading).min(1).optional(),
  predict: z.array(z.string()).min(1).optional(),
  figures: z.array(shown).min(1).optional(),
  exercises: z.array(z.string()).min(1).optional(),
});

const question = z.strictObject({
  ask: sentence.endsWith("?", "expected a question"),
  /** For whoever leads: what a good answer contains. */
  answer: sentence,
  /** Where the record is contested, or silent. */
  contested: sentence.optional(),
});

const meeting = z.strictObject({
  title: sentence,
  question: sentence.endsWith("?", "expected a question"),
  objectives: z.array(doing).min(1),
  minutes,
  /** Before the meeting. */
  readings: z.array(reading).default([]),
  preparation: z.array(sentence).default([]),
  plan: z.array(step).min(1),
  discussion: z.array(question).default([]),
  /** After the meeting. */
  homework: z.strictObject({ exercises: z.array(z.string()).default([]), tasks: z.array(sentence).default([]) }).default({ exercises: [], tasks: [] }),
});

/** A file of content/course/: a way through the book, from meeting to meeting. */
export const coursePath = z.strictObject({
  title: sentence.max(60, "expected 60 characters or less"),
  /** Its place among the paths. */
  order: z.int(),
  /** What one of its meetings is called. */
  unit: z.enum(["meeting", "stop", "session"]),
  /** For whom it is. */
  audience: sentence,
  /** One sentence: when to choose it. */
  choose: sentence,
  description: sentence.min(20).max(200),
  outcomes: z.array(doing).min(1),
  /** What must be known before, from elsewhere. */
  needs: z.array(sentence).default([]),
  /** Articles that need not be read here although others need them. */
  assumes: z.array(z.string()).default([]),
  /** Whether each figure comes with the command that computes it. */
  commands: z.boolean().default(false),
  meetings: z.array(meeting).min(1),
});

export type CoursePath = z.output<typeof coursePath>;
export type Meeting = CoursePath["meetings"][number];
export type Step = Meeting["plan"][number];
export type Reading = Meeting["readings"][number];
export type Shown = NonNullable<Step["figures"]>[number];
