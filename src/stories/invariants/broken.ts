import type { ContactId } from '../../model/target.ts';

/** An invariant of rollcall that does not hold: a defect of rollcall, never of the files. */
export interface Broken {
  /** Its number in the list of docs/rehearsal.md. */
  readonly invariant: number;
  readonly expected: string;
  readonly actual: string;
  /** The contact that it concerns. */
  readonly contact?: ContactId;
}
