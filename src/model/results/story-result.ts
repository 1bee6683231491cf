/** The results of `rollcall test`. Contacts are masked, senders are not. */
import type { Diagnostic, Source } from './diagnostic.ts';
import type { outputFormatVersion } from './plan.ts';

export interface StoryResults {
  readonly formatVersion: typeof outputFormatVersion;
  readonly stories: readonly StoryResult[];
  readonly counts: Readonly<Record<StoryStatus, number>>;
}

/** `invalid`: the story cannot be played. */
export type StoryStatus = 'passed' | 'failed' | 'invalid';

export interface StoryResult {
  readonly file: string;
  readonly title: string;
  readonly status: StoryStatus;
  /** The number of steps that were played. */
  readonly steps: number;
  readonly failures: readonly StoryFailure[];
  /** The problems of an invalid story. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface StoryFailure {
  /** The line of the story. */
  readonly source: Source;
  readonly expected: string;
  readonly actual: string;
  /** The number of the invariant of rollcall that does not hold. Absent for an expectation of the story. */
  readonly invariant?: number;
  /** What happened before, oldest first, after a line with the time zone of its times. */
  readonly timeline: readonly string[];
}
