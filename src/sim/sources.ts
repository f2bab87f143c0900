/** The text of every program file of the book, for the build: passports and source pages show them. Nothing of it runs, and none of it reaches a page's script. */
const texts = import.meta.glob<string>("/content/*/*.ts", { query: "?raw", import: "default" });

/** A file of the book as it stands in the repository. */
export interface SourceFile {
  /** Its path in the repository: "content/mla/kv-cache.sim.ts". */
  readonly path: string;
  readonly role: "sim" | "figure" | "test";
  readonly text: string;
}

const ROLES = ["sim", "figure", "test"] as const;

/** The files of one id, in the order simulation, figure, tests; those that there are. */
export async function sourceFiles(id: string): Promise<SourceFile[]> {
  const found = ROLES.map((role) => ({ role, path: `content/${id}.${role}.ts` })).filter(({ path }) => Object.hasOwn(texts, `/${path}`));
  return Promise.all(found.map(async (file) => ({ ...file, text: await texts[`/${file.path}`]!() })));
}
