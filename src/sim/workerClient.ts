import type { Answer, Ask } from "./worker.ts";

/** What a figure wants to hear of its request. */
export interface Listener {
  readonly onProgress: (done: number) => void;
  /** Each step of the run, in order; asked for by being here. */
  readonly onFrame?: (out: unknown, done: number) => void;
  readonly onDone: (out: unknown) => void;
  readonly onFailed: (message: string) => void;
}

/** A request that is under way in the page's one worker. */
export interface Request {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Ends the computation at once, in the middle of a step if need be; nothing more is heard of it. */
  readonly stop: () => void;
}

interface Job extends Listener { readonly id: string; readonly values: Readonly<Record<string, unknown>>; isPaused: boolean }

const jobs = new Map<number, Job>();
let numJobs = 0;
let worker: Worker | undefined;

function ask(message: Ask): void {
  worker ??= started();
  worker.postMessage(message);
}

function started(): Worker {
  const fresh = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  fresh.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    const job = jobs.get(data.job);
    if (data.kind === "done" || data.kind === "failed") jobs.delete(data.job);
    if (data.kind === "progress") job?.onProgress(data.done);
    else if (data.kind === "frame") job?.onFrame?.(data.out, data.done);
    else if (data.kind === "done") job?.onDone(data.out);
    else job?.onFailed(data.message);
  });
  // The worker's file did not arrive, or it threw outside a job: no job will hear from it again.
  fresh.addEventListener("error", (event) => {
    if (fresh !== worker) return;
    worker.terminate();
    worker = undefined;
    const waiting = [...jobs.values()];
    jobs.clear();
    for (const job of waiting) job.onFailed(event.message || "the worker did not start");
  });
  return fresh;
}

const start = (number: number, { id, values, isPaused, onFrame }: Job): void => { ask({ kind: "start", job: number, id, values, isPaused, isStreamed: onFrame !== undefined }); };

/** A step cannot be interrupted from outside, so stopping ends the worker; what others asked for starts again in a new one. */
function stop(number: number): void {
  if (!jobs.delete(number)) return;
  worker?.terminate();
  worker = undefined;
  for (const [other, job] of jobs) start(other, job);
}

/** Runs a simulation by id in the page's one worker. */
export function request(id: string, values: Readonly<Record<string, unknown>>, isPaused: boolean, listener: Listener): Request {
  const number = ++numJobs;
  const job: Job = { id, values, isPaused, ...listener };
  jobs.set(number, job);
  start(number, job);
  const setPaused = (paused: boolean) => (): void => {
    if (!jobs.has(number) || job.isPaused === paused) return;
    job.isPaused = paused;
    ask({ kind: paused ? "pause" : "resume", job: number });
  };
  return { pause: setPaused(true), resume: setPaused(false), stop: () => { stop(number); } };
}
