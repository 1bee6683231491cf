import type { Person } from '../model/ledger/ledger.ts';
import { batches } from './batches.ts';
import { hashesOf } from './records/contacts.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { Writing } from './schema/tables.ts';

/**
 * Erases a person: intents keep what was done, when and by whom, and no longer to whom. Keyed hashes of
 * the contact id, of the emails given and of every email that the ledger recorded for the contact stay as
 * tombstones, so that the contact is never enrolled again. Returns the hashes of the emails.
 */
export async function forgetPerson(
  transaction: Writing,
  { portalId, hash }: { readonly portalId: number; readonly hash: KeyedHash },
  person: Person,
): Promise<readonly string[]> {
  const { contactId, emails, at } = person;
  const recorded = await hashesOf(transaction, { portalId, format: 3 }, [contactId]);
  const hashes = [...new Set([...emails.map(hash.address), ...recorded])];
  const tombstones = [hash.contact(contactId), ...hashes];
  for (const batch of batches(tombstones)) {
    await transaction
      .insertInto('rollcall_forgotten')
      .values(batch.map((tombstone) => ({ portal: portalId, hash: tombstone, at })))
      .onConflict((conflict) => conflict.columns(['portal', 'hash']).doNothing())
      .execute();
    for (const table of ['rollcall_addresses', 'rollcall_identities'] as const) {
      await transaction.deleteFrom(table).where('portal', '=', portalId).where('hash', 'in', batch).execute();
    }
  }
  await transaction
    .deleteFrom('rollcall_vouches')
    .where('portal', '=', portalId)
    .where('contact_id', '=', contactId)
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
  return hashes;
}
