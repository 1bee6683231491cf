/** The judge's record of a history: every effect of rollcall's requests, and every ledger record. */
import type { Broken } from '../violations.ts';
import { emailsOf } from './facts.ts';
import type { Facts } from './facts.ts';
import type { CreateRequest } from './judge-creation.ts';
import type { EnrollRequest } from './requests.ts';
import type { Shape } from './shapes.ts';

/** An enrollment that a request of rollcall began. */
export interface OwnEnrollment {
  /** The simulator's id, which survives a merge. */
  readonly enrollment: string;
  readonly process: number;
  readonly run: number | undefined;
  readonly kind: 'sequence' | 'workflow';
  readonly targetId: string;
  /** As it was then. */
  readonly contactId: string;
  readonly emails: readonly string[];
  readonly at: string;
  /** Of the declaration that wanted it. */
  readonly since: string | undefined;
  /** Sent through a HubSpot list. */
  readonly listed: boolean;
}

/** An enrollment that a request of rollcall ended. */
interface OwnRemoval {
  readonly enrollment: string;
  readonly process: number;
  readonly run: number | undefined;
  readonly at: string;
}

/** A request, whatever it did. */
interface Attempt {
  readonly action: 'enroll' | 'unenroll' | 'archive' | 'create-workflow';
  readonly run: number | undefined;
  readonly targetId: string;
  readonly contactId: string;
  readonly at: string;
}

/** What one ledger may know. A backup is a copy. */
export interface Memory {
  /** Which ledger it is: 0, and one more each time that one is lost. */
  readonly ledger: number;
  readonly enrollments: Set<string>;
  readonly removals: Set<string>;
  /** When each run started, by its number. */
  readonly runs: Map<number, string>;
  /** Pairs of target ids that applied files joined. */
  readonly joins: Set<string>;
  readonly forgotten: Set<string>;
  readonly paused: Set<string>;
  /** Requests to enroll, oldest first. */
  requests: EnrollRequest[];
  /** Contacts that a plan called unknown, and their targets: a process may have died between intent and request. */
  readonly unsettled: Set<string>;
  /** An older copy was put back, and the gap was not marked. */
  gap: boolean;
  /** Requests to create a workflow. */
  created: CreateRequest[];
  /** What each target did when it was reviewed last; nothing where that is not known. */
  readonly reviews: Map<string, Review | undefined>;
}

interface Review {
  readonly revision: string;
  /** Nothing where the ledger has only the revision. */
  readonly shape?: Shape;
}

export interface Book {
  readonly own: OwnEnrollment[];
  readonly removals: OwnRemoval[];
  readonly attempts: Attempt[];
  /** Requests to create a workflow, whatever ledger knows of them. */
  readonly created: CreateRequest[];
  /** Removals that a report called done, as `process contact`. */
  readonly done: Set<string>;
  /** Pairs of a contact id and an email that the contact had when rollcall read it. */
  readonly emails: Set<string>;
  /** The contact that each merged id led to, also after that contact was deleted. */
  readonly merged: Map<string, string>;
  memory: Memory;
  readonly blame: (broken: Broken, what: string) => void;
}

export function openBook(blame: Book['blame']): Book {
  return {
    own: [],
    removals: [],
    attempts: [],
    created: [],
    done: new Set(),
    emails: new Set(),
    merged: new Map(),
    memory: emptyMemory(0),
    blame,
  };
}

export function emptyMemory(ledger: number): Memory {
  return {
    ledger,
    enrollments: new Set(),
    removals: new Set(),
    runs: new Map(),
    joins: new Set(),
    forgotten: new Set(),
    paused: new Set(),
    requests: [],
    unsettled: new Set(),
    gap: false,
    created: [],
    reviews: new Map(),
  };
}

export function copyOf(memory: Memory): Memory {
  return {
    ledger: memory.ledger,
    enrollments: new Set(memory.enrollments),
    removals: new Set(memory.removals),
    runs: new Map(memory.runs),
    joins: new Set(memory.joins),
    forgotten: new Set(memory.forgotten),
    paused: new Set(memory.paused),
    requests: memory.requests.map((one) => ({ ...one })),
    unsettled: new Set(memory.unsettled),
    gap: memory.gap,
    created: [...memory.created],
    reviews: new Map(memory.reviews),
  };
}

/** Notes the emails and merged ids that contacts have now: enrollments outlast both. */
export function noteContacts(book: Book, { contacts }: Facts): void {
  for (const contact of contacts) {
    for (const email of emailsOf(contact)) book.emails.add(`${contact.id} ${email}`);
    for (const id of contact.mergedIds ?? []) book.merged.set(id, contact.id);
  }
}

/** Returns the ids, and those of the contacts that they were merged into. */
export function withMerged({ merged }: Book, ids: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...ids, ...[...ids].flatMap((id) => merged.get(id) ?? [])]);
}

/** Rollcall's part in an enrollment, if the present ledger has a record of it. */
export function ownOf(book: Book, enrollment: string): OwnEnrollment | undefined {
  const own = book.own.find((one) => one.enrollment === enrollment);
  return own && book.memory.enrollments.has(enrollment) ? own : undefined;
}

/** Ids whose history counts for a target: joined by `replaces`, both ways and transitively. */
export function groupOf(book: Book, id: string): ReadonlySet<string> {
  const group = new Set([id]);
  for (let size = 0; size < group.size;) {
    size = group.size;
    for (const pair of book.memory.joins) {
      const [a = '', b = ''] = pair.split(' ');
      if (group.has(a) || group.has(b)) group.add(a).add(b);
    }
  }
  return group;
}
