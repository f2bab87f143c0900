import { zipSync, type Zippable } from "fflate";

/** A zip whose bytes depend on its contents alone: every file has the first date that a zip can name. `level` 0 stores, 9 packs hardest. */
export const zip = (files: Zippable, level: 0 | 6 | 9 = 6): Uint8Array<ArrayBuffer> => zipSync(files, { level, mtime: "1980-01-01T00:00:00" });
