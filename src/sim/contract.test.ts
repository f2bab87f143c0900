import { expect, test } from "vitest";
import { lastFrame } from "./contract.ts";

test("the last frame is the answer, whatever it is", () => {
  expect(lastFrame([1, 2, 3])).toBe(3);
  expect(lastFrame([1, undefined])).toBeUndefined();
  expect(lastFrame(new Set(["only"]))).toBe("only");
});

test("every frame is made, in order and once", () => {
  const made: number[] = [];
  const frames = function* (): Generator<number> {
    for (let frame = 0; frame < 3; frame++) {
      made.push(frame);
      yield frame;
    }
  };
  expect(lastFrame(frames())).toBe(2);
  expect(made).toEqual([0, 1, 2]);
});

test("no frame is refused", () => expect(() => lastFrame([])).toThrow("missing: a frame"));
