import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { middleBubble, opTime, pipelineSchedule, publishedBubble, publishedMemory, runPrograms, summarise, type PipelineEvent, type PipelineTimes } from "./pipeline.ts";
import { leastMicrobatches, numDevices, pipelinePrograms, PIPELINE_METHODS, type Chunk, type PipelineMethod, type PipelineOp } from "./pipelinePrograms.ts";

const NUM_RUNS = { numRuns: 60 };
/** Sums of times in another order differ in their last digits. */
const near = (x: number) => expect.closeTo(x, 8) as number;

const time = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const method = fc.constantFrom(...PIPELINE_METHODS);
/** A shape that the method takes: even stages, and at least the fewest micro-batches. */
const shape = (of: fc.Arbitrary<PipelineMethod>) => fc.record({ method: of, half: fc.integer({ min: 1, max: 5 }), extra: fc.integer({ min: 0, max: 9 }) }).map(({ method, half, extra }) => ({ method, numStages: 2 * half, numMicrobatches: Math.max(2 * half, leastMicrobatches(method, 2 * half)) + 2 * extra }));
const anyTimes: fc.Arbitrary<PipelineTimes> = fc.record({ forward: time(0.1, 3), backward: time(0.1, 5), share: time(0, 1), overlapped: time(0.1, 8) }).map(({ share, ...rest }) => ({ ...rest, weight: share * rest.backward }));
/** Times at which a weight pass fits into the gaps left for it, `W <= F` and `W <= B - W`, and two together take no less than either and no more than both. */
const fitting = (isEven: boolean): fc.Arbitrary<PipelineTimes> => fc.record({ forward: time(0.2, 3), free: time(0.2, 3), share: time(0, 1), together: time(0, 1) }).map(({ forward, free, share, together }) => {
  const input = isEven ? forward : free;
  const weight = share * Math.min(forward, input);
  const [least, most] = [Math.max(forward, input + weight), forward + input + weight];
  return { forward, backward: input + weight, weight, overlapped: least + together * (most - least) };
});

interface Run { readonly method: PipelineMethod; readonly numStages: number; readonly numMicrobatches: number }
const schedule = ({ method, numStages, numMicrobatches }: Run, times: PipelineTimes) => {
  const events = pipelineSchedule(method, numStages, numMicrobatches, times);
  return { events, ...summarise(events, numDevices(method, numStages)) };
};

/** The two passes of each chunk, with when they start and end. */
function passes(events: readonly PipelineEvent[]) {
  const found = { forward: new Map<string, PipelineEvent>(), gradient: new Map<string, PipelineEvent>(), weight: new Map<string, PipelineEvent>() };
  const add = (pass: keyof typeof found, { microbatch, stage }: Chunk, event: PipelineEvent): void => {
    const key = `${microbatch}/${stage}`;
    expect(found[pass].has(key), `${pass} of ${key} is done twice`).toBe(false);
    found[pass].set(key, event);
  };
  for (const event of events) {
    if (event.kind === "forward" || event.kind === "overlapped") add("forward", event, event);
    if (event.kind === "backward" || event.kind === "input") add("gradient", event, event);
    if (event.kind === "backward" || event.kind === "weight") add("weight", event, event);
    if (event.partner) { add("gradient", event.partner, event); add("weight", event.partner, event); }
  }
  return found;
}

describe("every schedule", () => {
  test("does each forward, input gradient and weight gradient of each chunk once, and in their order", () => {
    fc.assert(fc.property(shape(method), anyTimes, (run, times) => {
      const { events } = schedule(run, times);
      const { forward, gradient, weight } = passes(events);
      for (const pass of [forward, gradient, weight]) expect(pass.size).toBe(run.numStages * run.numMicrobatches);
      for (let m = 0; m < run.numMicrobatches; m++) for (let s = 0; s < run.numStages; s++) {
        const [f, g, w] = [forward, gradient, weight].map((pass) => pass.get(`${m}/${s}`)!) as [PipelineEvent, PipelineEvent, PipelineEvent];
        expect(g.start).toBeGreaterThanOrEqual(f.end);
        expect(w.end).toBeGreaterThanOrEqual(g.end);
        if (s === 0) continue;
        expect(f.start).toBeGreaterThanOrEqual(forward.get(`${m}/${s - 1}`)!.end);
        expect(gradient.get(`${m}/${s - 1}`)!.start).toBeGreaterThanOrEqual(g.end);
      }
    }), NUM_RUNS);
  });

  test("does one thing at a time on each device, and its busy and idle time fill the makespan", () => {
    fc.assert(fc.property(shape(method), anyTimes, (run, times) => {
      const { events, makespan, bubbleTime } = schedule(run, times);
      for (const [device, idle] of bubbleTime.entries()) {
        const own = events.filter((event) => event.device === device);
        for (const [i, event] of own.entries()) {
          expect(event.end - event.start).toEqual(near(opTime(event.kind, times)));
          if (i > 0) expect(event.start).toBeGreaterThanOrEqual(own[i - 1]!.end);
        }
        expect(own.reduce((sum, event) => sum + event.end - event.start, idle)).toEqual(near(makespan));
        expect(idle).toBeGreaterThanOrEqual(-1e-9);
      }
    }), NUM_RUNS);
  });

  test("holds as many activations as the papers say, at the device that holds most", () => {
    fc.assert(fc.property(shape(method), anyTimes, (run, times) => {
      expect(Math.max(...schedule(run, times).peakActivations)).toBe(publishedMemory(run.method, run.numStages).activations);
    }), NUM_RUNS);
  });
});

describe("the simulated bubble is the published one", () => {
  test("for 1F1B at any times and any number of micro-batches, on every device", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 24 }), anyTimes, (numStages, numMicrobatches, times) => {
      const { bubbleTime } = schedule({ method: "1f1b", numStages, numMicrobatches }, times);
      expect(bubbleTime).toEqual(bubbleTime.map(() => near(publishedBubble("1f1b", numStages, times))));
    }), NUM_RUNS);
  });

  test("for ZB1P where a weight pass takes no longer than a forward or an input pass, on every device", () => {
    fc.assert(fc.property(shape(fc.constant("zb1p" as const)), fitting(false), (run, times) => {
      const { bubbleTime } = schedule(run, times);
      expect(bubbleTime).toEqual(bubbleTime.map(() => near(publishedBubble("zb1p", run.numStages, times))));
    }), NUM_RUNS);
  });

  test("for DualPipe and DualPipeV, on the middle devices, where an input pass takes as long as a forward", () => {
    fc.assert(fc.property(shape(fc.constantFrom("dualpipe" as const, "dualpipev" as const)), fitting(true), (run, times) => {
      const { bubbleTime } = schedule(run, times);
      expect(bubbleTime[run.numStages / 2 - 1]).toEqual(near(publishedBubble(run.method, run.numStages, times)));
      // Where running two together saves nothing, every device does the same work in the same time.
      const plain = { ...times, overlapped: times.forward + times.backward };
      for (const idle of schedule(run, plain).bubbleTime) expect(idle).toEqual(near(publishedBubble(run.method, run.numStages, plain)));
    }), NUM_RUNS);
  });

  test("for Figure 5 of the report: 8 devices, 20 micro-batches, F = W = 1, B = 2, F&B = 3", () => {
    const times = { forward: 1, backward: 2, weight: 1, overlapped: 3 };
    expect(schedule({ method: "dualpipe", numStages: 8, numMicrobatches: 20 }, times)).toMatchObject({ makespan: 66, bubbleTime: Array<number>(8).fill(6), peakActivations: Array<number>(8).fill(9) });
  });
});

describe("where the published formula does not hold", () => {
  test("DualPipe's middle devices follow one of two sums", () => {
    fc.assert(fc.property(shape(fc.constantFrom("dualpipe" as const, "dualpipev" as const)), fitting(false), (run, times) => {
      expect(schedule(run, times).bubbleTime[run.numStages / 2 - 1]).toEqual(near(middleBubble(run.numStages, times)));
    }), NUM_RUNS);
  });

  test("ZB1P idles longer where a weight pass is longer than a forward", () => {
    const times = { forward: 1, backward: 3, weight: 1.5, overlapped: 4 };
    const { bubbleTime } = schedule({ method: "zb1p", numStages: 8, numMicrobatches: 20 }, times);
    expect(Math.min(...bubbleTime)).toBeGreaterThan(publishedBubble("zb1p", 8, times) + 1);
  });
});

test("DualPipe is fed from both ends, and DualPipeV sends each micro-batch down and back up", () => {
  const firsts = (of: PipelineMethod) => pipelineSchedule(of, 8, 16, { forward: 1, backward: 2, weight: 1, overlapped: 3 }).filter((event) => event.stage === 0 && (event.kind === "forward" || event.kind === "overlapped"));
  expect(new Set(firsts("dualpipe").map(({ device, direction }) => `${device}/${direction}`))).toEqual(new Set(["0/0", "7/1"]));
  expect(firsts("dualpipe").filter(({ device }) => device === 0)).toHaveLength(8);
  expect(new Set(firsts("dualpipev").map(({ device }) => device))).toEqual(new Set([0]));
  const last = pipelineSchedule("dualpipev", 8, 16, { forward: 1, backward: 2, weight: 1, overlapped: 3 }).filter((event) => event.stage === 7);
  expect(new Set(last.map(({ device }) => device))).toEqual(new Set([0]));
});

describe("edges", () => {
  test("one stage has no bubble", () => expect(schedule({ method: "1f1b", numStages: 1, numMicrobatches: 3 }, { forward: 1, backward: 2, weight: 1, overlapped: 3 })).toMatchObject({ makespan: 9, bubbleTime: [0] }));
  test("shapes that a method does not take are refused", () => {
    expect(() => pipelinePrograms("dualpipe", 7, 20)).toThrow("numStages is 7");
    expect(() => pipelinePrograms("dualpipe", 8, 15)).toThrow("expected at least 16");
    expect(() => pipelinePrograms("dualpipe", 8, 17)).toThrow("expected an even number");
    expect(pipelinePrograms("dualpipev", 8, 9)).toHaveLength(4);
  });
  test("programs that wait for each other are refused", () => {
    const op = (kind: PipelineOp["kind"], stage: number): PipelineOp => ({ kind, stage, microbatch: 0, direction: 0, partner: null });
    expect(() => runPrograms([[op("backward", 0), op("forward", 0)], [op("forward", 1), op("backward", 1)]], 2, 1, { forward: 1, backward: 2, weight: 1, overlapped: 3 })).toThrow("wait for each other");
  });
});
