/** The difference between what a target did at the last review and what it does now. Contains no email address. */
export interface DefinitionEdit {
  /** The differences in words: `delay 1: 2 days → 5 days`. */
  readonly changes: readonly string[];
  /** What it did, one text for each part. */
  readonly before: readonly string[];
  /** What it does now. */
  readonly after: readonly string[];
}
