/** What a person approved, and a request that is judged by it. */
import type { Files } from '../histories/files.ts';
import type { SeenWrite } from '../watch.ts';
import type { Book } from './book.ts';
import type { Facts } from './facts.ts';

/** What a person approved when the process began. */
export interface Approval {
  readonly files: Files;
  readonly process: number;
  /** The changes of the plan as it was reviewed; all that the files want without it. */
  readonly reviewed?: ReadonlySet<string>;
  /** The targets that were edited since the plan was made, with the revision that it saw. */
  readonly edited?: ReadonlyMap<string, string>;
  /** Only removals of what this run enrolled. */
  readonly undoRun?: number;
  /** Only removals by `suppress`. */
  readonly suppressions?: boolean;
  /** Workflows may be deleted. */
  readonly allowArchive?: boolean;
  /** No fault and no incident: every answer of the account reached rollcall and its ledger. */
  readonly isCalm?: boolean;
}

/** Names a change: action, target and contact; an archive has no contact. */
export function changeName(action: string, id: string, contactId: string): string {
  return `${action} ${id}/${contactId}`;
}

export interface Case {
  readonly book: Book;
  readonly approval: Approval;
  readonly write: SeenWrite;
  readonly before: Facts;
}
