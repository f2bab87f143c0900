/** Lazily loaded modules by id: content/mla/kv-cache.sim.ts is "mla/kv-cache". */
export type Discovered<T> = Readonly<Record<string, () => Promise<T>>>;

/** Keys a glob of content files by id. */
export function byId<T>(found: Record<string, () => Promise<T>>): Discovered<T> {
  return Object.fromEntries(
    Object.entries(found)
      .map(([path, load]) => [path.replace(/^.*content\/|\.\w+\.ts$|\/exercises\.ts$/g, ""), load] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Loads one module by id.
 *
 * @throws Error that lists the ids there are
 */
export async function load<T>(found: Discovered<T>, id: string, what: string): Promise<T> {
  const loader = Object.hasOwn(found, id) ? found[id] : undefined;
  if (!loader) throw new Error(`unknown ${what}: "${id}"; expected one of ${Object.keys(found).join(", ")}`);
  return loader();
}
