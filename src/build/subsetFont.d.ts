/** The part of subset-font, which ships no types, that src/build/fonts.ts uses. */
declare module "subset-font" {
  export default function subsetFont(font: Buffer, characters: string, options: { targetFormat: "woff2" | "woff" | "sfnt"; keepFeatures?: readonly string[]; noHinting?: boolean }): Promise<Buffer>;
}
