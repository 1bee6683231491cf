/** A story as it is written, after validation. The JSON Schema `story.schema.json` describes each key. */
import type { Source } from '../../model/results/diagnostic.ts';

/** A contact by its email or its id. */
export type ContactName = string | number;

export interface StoryDocument {
  readonly story?: string;
  readonly files?: readonly string[];
  readonly given?: Given;
  readonly steps: readonly StepDocument[];
}

export interface Given {
  readonly account?: string;
  readonly snapshot?: string;
  readonly now?: string;
  readonly contacts?: readonly (string | GivenContact)[];
  readonly optedOut?: readonly ContactName[];
  readonly owners?: readonly GivenOwner[];
  readonly sequences?: readonly GivenSequence[];
  readonly workflows?: readonly GivenWorkflow[];
  readonly files?: Readonly<Record<string, string>>;
}

export interface GivenContact {
  readonly email: string;
  readonly optedOut?: boolean;
  readonly bounced?: boolean;
  readonly owner?: string;
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
}

export interface GivenOwner {
  readonly email: string;
  readonly inbox?: boolean;
  readonly seat?: boolean;
  readonly dailyLimit?: number;
}

export interface GivenSequence {
  readonly id: string | number;
  readonly name?: string;
  /** Days after enrolling. */
  readonly emails: readonly number[];
  readonly ends?: number;
}

export interface GivenWorkflow {
  readonly id: string | number;
  readonly name?: string;
  readonly enabled?: boolean;
}

/** Exactly one key. */
export interface StepDocument {
  readonly apply?: 'reviewed' | 'unattended';
  readonly advance?: string;
  readonly daily?: number;
  readonly reply?: ContactName;
  readonly optOut?: ContactName;
  readonly bounce?: ContactName;
  readonly meeting?: ContactName;
  readonly enroll?: { readonly contact: ContactName; readonly in: string | number };
  readonly unenroll?: { readonly contact: ContactName; readonly from: string | number };
  readonly disconnect?: string;
  readonly reconnect?: string;
  readonly edit?: { readonly file: string; readonly replace?: string; readonly with?: string };
  readonly fault?: string;
  readonly expect?: Rule | Expectation;
}

export const rules = [
  'no contact emailed twice in a day',
  'no email on a weekend',
  'no email in a freeze',
  'no contact in two sequences',
] as const;

export type Rule = (typeof rules)[number];

export interface Expectation {
  readonly contact?: ContactName;
  readonly enrolledIn?: string | number;
  readonly notEnrolledIn?: string | number;
  readonly plan?: string;
  readonly reason?: string;
  readonly emails?: number;
  readonly enrollments?: number;
  readonly day?: string;
  readonly by?: string;
  readonly in?: string | number;
  readonly exit?: number;
  readonly code?: string;
}

/** A valid story, with the places of `given` and of each step. */
export interface Story {
  readonly path: string;
  readonly title: string;
  readonly document: StoryDocument;
  /** The place of what is given: that of the file without `given`. */
  readonly given: Source;
  readonly steps: readonly { readonly step: StepDocument; readonly source: Source }[];
}
