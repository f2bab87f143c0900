import { expect, test } from "vitest";
import { erratum, trainingSum } from "./errata.ts";

test("an erratum takes both numbers from the record", () => {
  const { said, right } = erratum("cost-r1-648", "648 GPUs", "r1.cost.gpus");
  expect(said).toEqual(["R1-Zero was trained on ", "648 GPUs", "."]);
  expect(right).toBe("512 GPUs");
});
test("a number that the claim does not print is refused", () => expect(() => erratum("cost-r1-648", "649 GPUs", "r1.cost.gpus")).toThrow(/claims\.yaml:\d+: invalid.*does not print "649 GPUs"/));
test("a fact that the claim does not rest on is refused", () => expect(() => erratum("cost-r1-648", "648 GPUs", "v3.cost.hours")).toThrow(/does not rest on v3\.cost\.hours; expected one of .*r1\.cost\.gpus/));
test("the report's rows add up to its total and its price", () => expect(trainingSum()).toMatchObject({ hours: 2_788_000, usd: 5_576_000 }));
