import { V3_STAGES } from "#domain/trainingCost.ts";
import { entry, formatFact, loadLedger, type Claim, type Fact } from "../ledger.ts";

/** A number of a popular account beside the one that the record gives. */
export interface Erratum {
  readonly claim: Claim;
  /** The claim's words before the wrong number, the number, and the words after it. */
  readonly said: readonly [before: string, number: string, after: string];
  readonly fact: Fact;
  /** The fact's value as it is printed. */
  readonly right: string;
}

/**
 * A claim, the number in it that is wrong, and the fact that has the right one.
 *
 * @throws Error when the claim does not print that number, or does not rest on that fact
 */
export function erratum(claimId: string, number: string, factId: string): Erratum {
  const { claims, facts } = loadLedger();
  const claim = entry(claims, "claim", claimId);
  const fact = entry(facts, "fact", factId);
  const [before, after] = claim.claim.split(number);
  if (before === undefined || after === undefined) throw new Error(`${claim.at}: invalid: claim ${claimId} does not print "${number}"; it says "${claim.claim}"`);
  if (!claim.facts.includes(factId)) throw new Error(`${claim.at}: invalid: claim ${claimId} does not rest on ${factId}; expected one of ${claim.facts.join(", ")}`);
  return { claim, said: [before, number, after], fact, right: formatFact(fact) };
}

const STAGE_FACTS = ["v3.cost.pretraining-hours", "v3.cost.context-hours", "v3.cost.post-hours"];

/**
 * The hours of DeepSeek-V3's training, added up from the report's own rows.
 *
 * @throws Error when the rows do not give the printed sum and the printed price
 */
export function trainingSum() {
  const { facts } = loadLedger();
  const value = (id: string): number => Number(entry(facts, "fact", id).value);
  const rows = STAGE_FACTS.map((id, at) => ({ id, name: V3_STAGES[at]!.name, hours: value(id) }));
  const hours = rows.reduce((sum, row) => sum + row.hours, 0);
  const price = value("v3.cost.price");
  if (hours !== value("v3.cost.hours") || hours * price !== value("v3.cost.total")) throw new Error(`invalid: the rows of Table 1 give ${hours} GPU-hours and ${hours * price} USD; expected the facts v3.cost.hours and v3.cost.total`);
  return { rows, hours, price, usd: hours * price };
}
