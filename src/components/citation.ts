/** What it takes to cite an article. */
export interface Citation {
  readonly authors: readonly string[];
  readonly published: Date;
  readonly updated: Date;
}
