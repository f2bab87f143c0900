import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExportChipId, exportChips, isReachedByLetter, isReviewedCaseByCase, performanceDensity, reach2022, reach2023, totalProcessingPerformance } from "./exportControls.ts";

const of = (id: ExportChipId) => {
  const chip = exportChips[id];
  const tpp = totalProcessingPerformance(chip.peaks);
  return { chip, tpp, density: performanceDensity(tpp, chip.dieMm2), transfer: chip.linkGBps + chip.hostGBps };
};

describe("what is published", () => {
  test("600 tera-operations at 8 bits and 300 at 16 both make 4,800, the rule's own example", () => {
    expect(totalProcessingPerformance([{ bits: 8, teraOps: 600 }])).toBe(4800);
    expect(totalProcessingPerformance([{ bits: 16, teraOps: 300 }])).toBe(4800);
  });
  test("NVIDIA's filing of 17 October 2023 names A100, A800, H100, H800 and RTX 4090 as controlled, and so does the rule", () => {
    for (const id of ["a100", "a800", "h100", "h800", "rtx-4090"] as const) {
      const { chip, tpp, density } = of(id);
      expect(reach2023(tpp, density, chip.isForDatacenters), chip.name).toBe("3A090.a");
    }
  });
  test("a year before, only the chips with uncut links were", () => {
    const caught = (["a100", "a800", "h100", "h800"] as const).filter((id) => reach2022(of(id).tpp, of(id).transfer) !== "none");
    expect(caught).toEqual(["a100", "h100"]);
  });
  test("the H20 passes under every threshold of 2023 and is the measure of the letter of 2025", () => {
    const { chip, tpp, density } = of("h20");
    expect(reach2023(tpp, density, true)).toBe("none");
    expect(isReachedByLetter(chip)).toBe(true);
  });
  test("the two chips that the rule of 2026 names are judged case by case, and a B200 is not", () => {
    expect((["h200", "mi325x", "b200"] as const).map((id) => isReviewedCaseByCase(of(id).tpp, of(id).chip.memoryTBps))).toEqual([true, true, false]);
  });
});

describe("what must hold", () => {
  const rank = { none: 0, unknown: 0, "3A090.b": 1, "3A090.a": 2 } as const;
  const tpp = fc.double({ min: 100, max: 40_000, noNaN: true });
  const density = fc.double({ min: 0.1, max: 60, noNaN: true });
  test("more arithmetic or a denser chip never escapes a rule", () => {
    fc.assert(fc.property(tpp, density, fc.double({ min: 1, max: 3, noNaN: true }), (a, b, more) => {
      expect(rank[reach2023(a * more, b, true)]).toBeGreaterThanOrEqual(rank[reach2023(a, b, true)]);
      expect(rank[reach2023(a, b * more, true)]).toBeGreaterThanOrEqual(rank[reach2023(a, b, true)]);
      expect(rank[reach2022(a * more, b * 20)]).toBeGreaterThanOrEqual(rank[reach2022(a, b * 20)]);
    }));
  });
  test("an unknown area leaves open only what the area decides", () => {
    fc.assert(fc.property(tpp, (a) => {
      expect(reach2023(a, null, true)).toBe(a >= 4800 ? "3A090.a" : a < 1600 ? "none" : "unknown");
    }));
  });
});

test("a threshold itself is reached", () => {
  expect(reach2022(4800, 600)).toBe("3A090.a");
  expect(reach2022(4800, 599.9)).toBe("none");
  expect([reach2023(1600, 5.92, true), reach2023(1600, 3.2, true), reach2023(2400, 1.6, true), reach2023(2399, 1.6, true), reach2023(4799, 60, false)]).toEqual(["3A090.a", "3A090.b", "3A090.b", "none", "none"]);
  expect(totalProcessingPerformance([])).toBe(0);
});
