import type { Person } from '../model/ledger.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { Writing } from './tables.ts';

/**
 * Erases a person: intents keep what was done, when and by whom, and no longer to whom. Keyed hashes of
 * the contact id and the addresses stay behind, so that the person is never enrolled again.
 */
export async function forgetPerson(
  transaction: Writing,
  { portalId, hash }: { readonly portalId: number; readonly hash: KeyedHash },
  person: Person,
): Promise<void> {
  const { contactId, emails, at } = person;
  const tombstones = [hash.contact(contactId), ...new Set(emails.map(hash.address))];
  await transaction
    .insertInto('rollcall_forgotten')
    .values(tombstones.map((tombstone) => ({ portal: portalId, hash: tombstone, at })))
    .onConflict((conflict) => conflict.columns(['portal', 'hash']).doNothing())
    .execute();
  await transaction
    .deleteFrom('rollcall_addresses')
    .where('portal', '=', portalId)
    .where((where) => where.or([where('contact_id', '=', contactId), where('hash', 'in', tombstones)]))
    .execute();
  await transaction
    .updateTable('rollcall_proofs')
    .set({ enrollment_id: null, evidence: 'forgotten' })
    .where('portal', '=', portalId)
    .where('intent', 'in', (intents) =>
      intents
        .selectFrom('rollcall_intents')
        .select('id')
        .where('portal', '=', portalId)
        .where('contact_id', '=', contactId),
    )
    .execute();
  await transaction
    .updateTable('rollcall_intents')
    .set({ contact_id: null })
    .where('portal', '=', portalId)
    .where('contact_id', '=', contactId)
    .execute();
}
