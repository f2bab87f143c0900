import type { Params, Simulation } from "./contract.ts";
import { load } from "./discover.ts";
import { runSteps } from "./run.ts";
import { sims } from "./sims.ts";

/** What the page asks of the worker. `job` is the page's own number of a request. */
export type Ask =
  | { readonly kind: "start"; readonly job: number; readonly id: string; readonly values: Readonly<Record<string, unknown>>; readonly isPaused: boolean; readonly isStreamed: boolean }
  | { readonly kind: "pause" | "resume"; readonly job: number };

/** What the worker answers: how far it is, a step of a streamed job, the answer, or why there is none. */
export type Answer =
  | { readonly kind: "frame"; readonly job: number; readonly out: unknown; readonly done: number }
  | { readonly kind: "progress"; readonly job: number; readonly done: number }
  | { readonly kind: "done"; readonly job: number; readonly out: unknown }
  | { readonly kind: "failed"; readonly job: number; readonly message: string };

/** Between slices of this many milliseconds the worker listens, so that a pause takes effect. */
const SLICE_MS = 30;

interface Job { frames?: Generator<{ out: unknown; done: number }>; last?: unknown; isPaused: boolean; readonly isStreamed: boolean }

const jobs = new Map<number, Job>();
let isWorking = false;

const answer = (message: Answer): void => { postMessage(message); };
const listen = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function fail(job: number, error: unknown): void {
  jobs.delete(job);
  answer({ kind: "failed", job, message: error instanceof Error ? error.message : String(error) });
}

/** Computes one slice of a job and reports. */
function slice(number: number, job: Job & { frames: NonNullable<Job["frames"]> }): void {
  const until = performance.now() + SLICE_MS;
  let done = 0;
  do {
    const next = job.frames.next();
    if (next.done) {
      jobs.delete(number);
      answer({ kind: "done", job: number, out: job.last });
      return;
    }
    job.last = next.value.out;
    done = next.value.done;
    if (job.isStreamed) answer({ kind: "frame", job: number, out: job.last, done });
  } while (performance.now() < until);
  answer({ kind: "progress", job: number, done });
}

/** Works on the newest job that is not paused until none is left. */
async function work(): Promise<void> {
  if (isWorking) return;
  isWorking = true;
  for (;;) {
    const next = [...jobs].reverse().find(([, job]) => job.frames && !job.isPaused);
    if (!next) break;
    const [number, job] = next;
    try {
      slice(number, job as Job & { frames: NonNullable<Job["frames"]> });
    } catch (error) {
      fail(number, error);
    }
    await listen();
  }
  isWorking = false;
}

addEventListener("message", ({ data }: MessageEvent<Ask>) => {
  if (data.kind === "start") {
    const job: Job = { isPaused: data.isPaused, isStreamed: data.isStreamed };
    jobs.set(data.job, job);
    load(sims, data.id, "simulation").then((sim) => {
      job.frames = runSteps(sim as Simulation<Params, unknown>, data.values);
      return work();
    }).catch((error: unknown) => { fail(data.job, error); });
    return;
  }
  const job = jobs.get(data.job);
  if (job) job.isPaused = data.kind === "pause";
  void work();
});
