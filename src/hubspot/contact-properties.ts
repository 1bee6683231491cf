import { normalEmail } from '../model/email.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import { idOf, objectOf, textOf } from './json.ts';
import type { Json } from './json.ts';
import type { Properties, Reachability } from './read/sequence-state.ts';

/** Everything that is asked of a contact, in one batch read. */
export const contactProperties = [
  'email',
  'hs_additional_emails',
  'hs_merged_object_ids',
  'hubspot_owner_id',
  'hs_email_optout',
  'hs_email_bounce',
  'hs_email_hard_bounce_reason_enum',
  'hs_email_quarantined',
  'hs_email_bad_address',
  'hs_sequences_is_enrolled',
  'hs_latest_sequence_enrolled',
  'hs_latest_sequence_enrolled_date',
  'hs_latest_sequence_finished_date',
  'hs_latest_sequence_unenrolled_date',
  'hs_latest_sequence_ended_date',
  'hs_sequences_enrolled_count',
  'hs_sequences_actively_enrolled_count',
] as const;

/** A contact as a batch read gave it, before its enrollments are looked at. */
export interface ContactRecord {
  readonly contact: Omit<ObservedContact, 'enrollments' | 'unreadable'>;
  readonly properties: Properties;
}

/** Nothing for a result without an id. */
export function contactRecordOf(result: Json): ContactRecord | undefined {
  const id = idOf(result['id']);
  if (id === undefined) return undefined;
  const properties = propertiesOf(result);
  const emails = [properties['email'], ...listOf(properties['hs_additional_emails'])]
    .flatMap((email) => textOf(email) ?? [])
    .map(normalEmail);
  const email = textOf(properties['email']);
  const ownerId = textOf(properties['hubspot_owner_id']);
  const count = textOf(properties['hs_sequences_enrolled_count']);
  return {
    properties,
    contact: {
      id,
      ...(email === undefined ? {} : { email: normalEmail(email) }),
      emails: [...new Set(emails)],
      mergedIds: listOf(properties['hs_merged_object_ids']).filter((merged) => merged !== id),
      ...reachabilityOf(properties),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(count !== undefined && /^\d+$/.test(count) ? { sequenceCount: Number(count) } : {}),
    },
  };
}

/** Every sign counts, since mailing a bounced or unwilling person can't be taken back. */
function reachabilityOf(properties: Properties): Reachability & Pick<ObservedContact, 'quarantined'> {
  const quarantined =
    properties['hs_email_quarantined'] === 'true' || properties['hs_email_bad_address'] === 'true';
  return {
    optedOut: properties['hs_email_optout'] === 'true',
    bounced:
      Number(properties['hs_email_bounce'] ?? 0) > 0 ||
      textOf(properties['hs_email_hard_bounce_reason_enum']) !== undefined,
    ...(quarantined ? { quarantined } : {}),
  };
}

function propertiesOf(result: Json): Properties {
  return Object.fromEntries(
    Object.entries(objectOf(result['properties'])).map(([name, value]) => [name, propertyText(value)]),
  );
}

function propertyText(value: unknown): string | null {
  return typeof value === 'boolean' ? String(value) : (idOf(value) ?? null);
}

function listOf(text: string | null | undefined): readonly string[] {
  return (text ?? '').split(';').flatMap((part) => textOf(part) ?? []);
}
