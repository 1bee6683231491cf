/** The truth of a simulated account at one moment, as the judge asks for it. */
import type {
  AccountSeed,
  SeedContact,
  SeedEnrollment,
  SeedList,
} from '../../../src/simulator/account/account-seed.ts';

export interface Facts {
  readonly now: string;
  readonly owners: AccountSeed['owners'];
  readonly flows: AccountSeed['flows'];
  readonly sequences: AccountSeed['sequences'];
  readonly contacts: AccountSeed['contacts'];
  /** The present contact behind an id, a merged id or an address. */
  contact(name: string): SeedContact | undefined;
  /** The id that an id leads to after merges; itself where the contact is gone. */
  present(id: string): string;
  list(id: string): SeedList | undefined;
  enrollment(id: string): SeedEnrollment | undefined;
  /** Enrollments of some contacts in some targets, oldest first. */
  enrollments(contacts: ReadonlySet<string>, targets: ReadonlySet<string>): readonly SeedEnrollment[];
  /** Every active enrollment in a target. */
  activeIn(target: string): readonly SeedEnrollment[];
  hasTarget(id: string): boolean;
  day(instant: string): string;
  midnight(day: string): string;
}

export function factsOf(seed: AccountSeed): Facts {
  const contacts = new Map(seed.contacts.map((contact) => [contact.id, contact]));
  const merged = new Map(seed.contacts.flatMap((one) => (one.mergedIds ?? []).map((id) => [id, one.id])));
  const byEmail = new Map(seed.contacts.flatMap((one) => emailsOf(one).map((email) => [email, one])));
  const byId = new Map(seed.enrollments.map((one) => [one.id, one]));
  const sorted = seed.enrollments.toSorted(
    (a, b) => compare(a.enrolledAt, b.enrolledAt) || Number(a.id) - Number(b.id),
  );
  const targets = new Set([...seed.sequences, ...seed.flows].map(({ id }) => id));
  const day = dayIn(seed.timeZone);
  return {
    now: seed.now,
    owners: seed.owners,
    contacts: seed.contacts,
    flows: seed.flows,
    sequences: seed.sequences,
    contact: (name) =>
      name.includes('@')
        ? byEmail.get(name.toLowerCase())
        : (contacts.get(name) ?? contacts.get(merged.get(name) ?? '')),
    present: (id) => (contacts.has(id) ? id : (merged.get(id) ?? id)),
    list: (id) => seed.lists.find((one) => one.id === id),
    enrollment: (id) => byId.get(id),
    enrollments: (who, where) =>
      sorted.filter(({ contactId, targetId }) => who.has(contactId) && where.has(targetId)),
    activeIn: (id) => sorted.filter((one) => one.targetId === id && isActive(one)),
    hasTarget: (id) => targets.has(id),
    day,
    midnight: (wanted) => midnightOf(wanted, day),
  };
}

export function emailsOf({ email, otherEmails }: Partial<SeedContact>): readonly string[] {
  return [...(email === undefined ? [] : [email]), ...(otherEmails ?? [])].map((one) => one.toLowerCase());
}

export function isActive({ endedAt }: SeedEnrollment): boolean {
  return endedAt === undefined;
}

const hour = 3_600_000;

/** The first full hour of a day: simulated accounts are in zones of full hours. */
function midnightOf(wanted: string, day: (instant: string) => string): string {
  const start = Date.parse(`${wanted}T00:00:00.000Z`) - 14 * hour;
  for (let hours = 0; hours < 30; hours += 1) {
    const instant = new Date(start + hours * hour).toISOString();
    if (day(instant) >= wanted) return instant;
  }
  throw new Error(`no midnight for ${wanted}`);
}

function dayIn(timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return (instant) => format.format(new Date(instant));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
