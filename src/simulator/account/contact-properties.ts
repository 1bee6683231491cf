/** The properties of contacts. All values are strings or null, as HubSpot returns them. */
import { normalizeEmail } from '../../model/email.ts';
import type { SimulatedAccount } from './account.ts';
import type { SeedContact, SeedEnrollment } from './account-seed.ts';

export type PropertyValue = string | null;

/** Properties that HubSpot calculates. They are read-only, and they lag behind the state of the account. */
const calculatedNames: ReadonlySet<string> = new Set([
  'hs_sequences_is_enrolled',
  'hs_latest_sequence_enrolled',
  'hs_latest_sequence_enrolled_date',
  'hs_latest_sequence_finished_date',
  'hs_latest_sequence_unenrolled_date',
  'hs_latest_sequence_ended_date',
  'hs_sequences_enrolled_count',
  'hs_sequences_actively_enrolled_count',
  'currentlyinworkflow',
]);

const systemNames: ReadonlySet<string> = new Set([
  'hs_object_id',
  'createdate',
  'lastmodifieddate',
  'hs_additional_emails',
  'hs_merged_object_ids',
  'hs_email_optout',
  'hs_email_bounce',
  'hs_email_hard_bounce_reason_enum',
  'hs_email_quarantined',
  'hs_email_bad_address',
]);

const storedNames: ReadonlySet<string> = new Set([
  'email',
  'firstname',
  'lastname',
  'company',
  'jobtitle',
  'phone',
  'lifecyclestage',
  'hubspot_owner_id',
]);

/** Returns whether contacts of the account have a property of this name. */
export function isProperty(account: SimulatedAccount, name: string): boolean {
  return isReadOnly(name) || storedNames.has(name) || (account.head.customProperties ?? []).includes(name);
}

/** Returns the names of all properties of contacts. */
export function propertyNames({ head }: SimulatedAccount): readonly string[] {
  return [...new Set([...storedNames, ...systemNames, ...calculatedNames, ...(head.customProperties ?? [])])];
}

/** Returns the values that a property can have; empty for a text property. */
export function optionsOf({ head }: SimulatedAccount, name: string): readonly string[] {
  return head.propertyOptions?.[name] ?? (name === 'lifecyclestage' ? lifecycleStages : []);
}

const lifecycleStages = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
];

export function isReadOnly(name: string): boolean {
  return calculatedNames.has(name) || systemNames.has(name);
}

/** Returns the value that a read returns now: while calculated properties lag, their earlier value. */
export function propertyOf(account: SimulatedAccount, contact: SeedContact, name: string): PropertyValue {
  if (calculatedNames.has(name)) return visibleCalculatedProperties(account, contact)[name] ?? null;
  if (systemNames.has(name)) return systemProperty(contact, name);
  if (name === 'email') return contact.email === undefined ? null : normalizeEmail(contact.email);
  return contact.properties[name] ?? null;
}

/** Freezes the calculated properties of a contact for `lagMilliseconds` of real time. Call it before a change. */
export function beginLag(account: SimulatedAccount, contact: SeedContact): void {
  const { lagMilliseconds, realNow } = account.realTime;
  if (lagMilliseconds === 0) return;
  contact.lag = { until: realNow() + lagMilliseconds, shown: visibleCalculatedProperties(account, contact) };
  account.lagUntil = Math.max(account.lagUntil, contact.lag.until);
}

/** Brings the calculated properties of all contacts, and the list of workflows, up to date. */
export function endLag(account: SimulatedAccount): void {
  if (account.lagUntil === 0) return;
  for (const contact of account.contacts.values()) delete contact.lag;
  for (const flow of account.flows.values()) delete flow.lagUntil;
  account.lagUntil = 0;
}

function visibleCalculatedProperties(
  account: SimulatedAccount,
  contact: SeedContact,
): Record<string, PropertyValue> {
  if (contact.lag && account.realTime.realNow() < contact.lag.until) return contact.lag.shown;
  return calculateProperties(account, contact);
}

function calculateProperties(account: SimulatedAccount, contact: SeedContact): Record<string, PropertyValue> {
  const all = account.enrollmentsOf.get(contact.id) ?? [];
  const sequences = all.filter((enrollment) => enrollment.kind === 'sequence');
  const workflows = all.filter((enrollment) => enrollment.kind === 'workflow');
  const inWorkflow = workflows.some((enrollment) => enrollment.endedAt === undefined);
  const count = sequences.length + (contact.earlierEnrollments ?? 0);
  const active = sequences.filter((enrollment) => enrollment.endedAt === undefined).length;
  const latest = latestEnrollment(sequences);
  const finished = sequences.filter((enrollment) => enrollment.endReason === 'finished');
  const unenrolled = sequences.filter((enrollment) => enrollment.endReason !== 'finished');
  return {
    hs_sequences_is_enrolled: count === 0 ? null : String(active > 0),
    hs_latest_sequence_enrolled: latest?.targetId ?? null,
    hs_latest_sequence_enrolled_date: latest?.enrolledAt ?? null,
    hs_latest_sequence_finished_date: latestEnd(finished),
    hs_latest_sequence_unenrolled_date: latestEnd(unenrolled),
    hs_latest_sequence_ended_date: latestEnd(sequences),
    hs_sequences_enrolled_count: count === 0 ? null : String(count),
    hs_sequences_actively_enrolled_count: count === 0 ? null : String(active),
    currentlyinworkflow: workflows.length === 0 ? null : String(inWorkflow),
  };
}

function latestEnrollment(enrollments: readonly SeedEnrollment[]): SeedEnrollment | undefined {
  return enrollments.reduce<SeedEnrollment | undefined>(
    (latest, next) => (latest && latest.enrolledAt > next.enrolledAt ? latest : next),
    undefined,
  );
}

function latestEnd(enrollments: readonly SeedEnrollment[]): PropertyValue {
  const ends = enrollments.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [endedAt]));
  return ends.toSorted().at(-1) ?? null;
}

function systemProperty(contact: SeedContact, name: string): PropertyValue {
  switch (name) {
    case 'hs_object_id':
      return contact.id;
    case 'createdate':
      return contact.createdAt;
    case 'lastmodifieddate':
      return contact.updatedAt;
    case 'hs_additional_emails':
      return contact.otherEmails?.map(normalizeEmail).join(';') ?? null;
    case 'hs_merged_object_ids':
      return contact.mergedIds?.join(';') ?? null;
    case 'hs_email_optout':
      return contact.optedOut ? 'true' : null;
    case 'hs_email_bounce':
      return contact.bounced ? '1' : null;
    case 'hs_email_hard_bounce_reason_enum':
      return contact.bounced ? 'UNKNOWN_USER' : null;
    case 'hs_email_quarantined':
      return contact.bounced || contact.markedSpam ? 'true' : 'false';
    default:
      return 'false';
  }
}
