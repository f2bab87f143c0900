/** What a program of this folder was asked: a topic, and flags by name; a flag without a value is "". */
export interface Asked { readonly topic: string; readonly flags: Readonly<Record<string, string>> }

/**
 * Reads a topic and flags. `known` says of each flag whether it takes a value.
 *
 * @throws RangeError that says what is missing or unknown, with the usage
 */
export function readArguments([topic, ...rest]: readonly string[], known: Readonly<Record<string, "value" | "alone">>, usage: string): Asked {
  if (!topic || topic.startsWith("--")) throw new RangeError(`missing: a topic with exercises\n${usage}`);
  const flags: Record<string, string> = {};
  for (const argument of rest) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const kind = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) throw new RangeError(`unknown argument: "${argument}"; expected one of ${Object.keys(known).map((flag) => `--${flag}`).join(", ")}\n${usage}`);
    if (kind === "value" && !value) throw new RangeError(`missing: a value for --${name}; expected --${name}=value`);
    if (kind === "alone" && value !== undefined) throw new RangeError(`invalid: --${name} is "${value}"; expected --${name} alone`);
    flags[name!] = value ?? "";
  }
  return { topic, flags };
}

/** Runs a program: what it throws is said on standard error, and the exit code is 2. */
export async function program(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
