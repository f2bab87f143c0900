// @ts-check
/** Words of the set-up go to standard error: standard output belongs to the command that runs after it. @param {string} message */
export function say(message) {
  process.stderr.write(`[setup] ${message}\n`);
}

/** Ends with the fact, then the remedy. @param {string} fact @param {string} remedy @returns {never} */
export function fail(fact, remedy) {
  process.stderr.write(`\n${fact}\n  Remedy: ${remedy}\n`);
  process.exit(1);
}
