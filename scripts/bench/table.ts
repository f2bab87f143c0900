/** A target of the project, and whether a measurement met it. */
export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
  /** `most`: the limit is the largest allowed; `least`: the smallest. */
  readonly kind: "most" | "least";
}

/** Prints rows under a heading, numbers flush right. */
export function printTable(title: string, heads: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [heads, ...rows.map((row) => row.map(String))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join("  ").trimEnd();
  console.log(`\n${title}\n${line(heads)}\n${widths.map((width) => "-".repeat(width)).join("  ")}`);
  for (const row of cells.slice(1)) console.log(line(row));
}

/** Says of each target whether it was met. */
export function printTargets(targets: readonly Target[]): void {
  const isMet = ({ kind, measured, limit }: Target) => (kind === "most" ? measured <= limit : measured >= limit);
  const missed = targets.filter((target) => !isMet(target));
  console.log(`\nTargets: ${targets.length - missed.length} of ${targets.length} met.`);
  for (const { what, measured, limit, unit, kind } of missed) console.log(`  MISSED ${what}: ${measured} ${unit}, target at ${kind} ${limit} ${unit}`);
}

/** Kilobytes (powers of ten) with one decimal. */
export const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

/** The value below which a share of the sorted values lies; the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
