/** Finds the contacts that an email resolved to or belonged to, by its keyed hashes (`KeyedHash.spellings`). */
import { resolvedWord, type ForgetRequest } from '../../model/ledger/ledger.ts';
import type { ContactId } from '../../model/target.ts';
import type { KeyedHash } from '../keyed-hash.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Queryable, WriteTransaction } from '../store.ts';
import { batches } from '../statements.ts';

interface PortalFormat {
  readonly portalId: number;
  readonly format: number;
}

/** Returns the contacts recorded with any of the hashes, without duplicates. */
export async function readContactsByHashes(
  db: Queryable,
  { portalId, format }: PortalFormat,
  hashes: readonly string[],
): Promise<readonly ContactId[]> {
  const rows = await db
    .selectFrom('rollcall_addresses')
    .select('contact_id')
    .where('portal', '=', portalId)
    .where('hash', 'in', hashes)
    .execute();
  const recorded = isFormat3(format)
    ? await db
        .selectFrom('rollcall_identities')
        .select('contact_id')
        .where('portal', '=', portalId)
        .where('hash', 'in', hashes)
        .orderBy('contact_id')
        .execute()
    : [];
  return distinct([...rows, ...recorded].map(({ contact_id }) => contact_id));
}

/** Returns the hashes of the emails that resolved to one of these contacts or belonged to it. */
export async function readHashesOfContacts(
  db: Queryable,
  { portalId, format }: PortalFormat,
  ids: readonly ContactId[],
): Promise<readonly string[]> {
  const declared = db
    .selectFrom('rollcall_addresses')
    .select('hash')
    .where('portal', '=', portalId)
    .where('contact_id', 'in', ids);
  const recorded = db
    .selectFrom('rollcall_identities')
    .select('hash')
    .where('portal', '=', portalId)
    .where('contact_id', 'in', ids);
  const rows = await (isFormat3(format) ? declared.union(recorded) : declared).execute();
  return rows.map(({ hash }) => hash);
}

function distinct(ids: readonly ContactId[]): readonly ContactId[] {
  return [...new Set(ids)];
}

/**
 * Records the contact that each email resolved to. The last pair of an email wins. Rows that are already correct
 * are not rewritten.
 */
export async function rememberDeclaredEmails(
  transaction: WriteTransaction,
  portalId: number,
  pairs: readonly { readonly hash: string; readonly contactId: ContactId }[],
): Promise<void> {
  const latest = new Map(pairs.map(({ hash, contactId }) => [hash, contactId]));
  const rows = [...latest].map(([hash, contact_id]) => ({ portal: portalId, hash, contact_id }));
  for (const batch of batches(rows)) {
    await keepFormerContacts(transaction, portalId, batch);
    await transaction
      .insertInto('rollcall_addresses')
      .values(batch)
      .onConflict((conflict) =>
        conflict
          .columns(['portal', 'hash'])
          .doUpdateSet((row) => ({ contact_id: row.ref('excluded.contact_id') }))
          .whereRef('rollcall_addresses.contact_id', '<>', 'excluded.contact_id'),
      )
      .execute();
  }
}

/** Records that a contact had an email. A known pair is not changed. */
export async function rememberIdentities(
  transaction: WriteTransaction,
  portalId: number,
  pairs: readonly { readonly hash: string; readonly contactId: ContactId }[],
): Promise<void> {
  const rows = pairs.map(({ hash, contactId }) => ({ portal: portalId, hash, contact_id: contactId }));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_identities')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['portal', 'hash', 'contact_id']).doNothing())
      .execute();
  }
}

/**
 * Records the contacts that the emails resolved to before. A contact may have been deleted and created again with
 * the same email.
 */
async function keepFormerContacts(
  transaction: WriteTransaction,
  portalId: number,
  rows: readonly { readonly hash: string }[],
): Promise<void> {
  await transaction
    .insertInto('rollcall_identities')
    .columns(['portal', 'hash', 'contact_id'])
    .expression((db) =>
      db
        .selectFrom('rollcall_addresses')
        .select(['portal', 'hash', 'contact_id'])
        .where('portal', '=', portalId)
        .where(
          'hash',
          'in',
          rows.map(({ hash }) => hash),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Erases a contact and returns the hashes of its emails. Intents keep the action, the time and the actor, but lose
 * the contact and the refusal. Proofs keep only whether a person settled them (`resolvedWord`). Keyed hashes of the contact id, of
 * the emails given and of every email recorded for the contact remain as tombstones, so that rollcall never
 * enrolls the contact again.
 */
export async function forgetContact(
  transaction: WriteTransaction,
  { portalId, hash }: { readonly portalId: number; readonly hash: KeyedHash },
  request: ForgetRequest,
): Promise<readonly string[]> {
  const { contactId, emails, at } = request;
  const recorded = await readHashesOfContacts(transaction, { portalId, format: 3 }, [contactId]);
  const hashes = [...new Set([...emails.map(hash.email), ...recorded])];
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
    .set((row) => ({
      enrollment_id: null,
      evidence: row
        .case()
        .when('evidence', 'like', `${resolvedWord} by %`)
        .then(resolvedWord)
        .else('forgotten')
        .end(),
    }))
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
    .set({
      contact_id: null,
      refusal_cause: null,
      refusal_code: null,
      refusal_reason: null,
      email_hash: null,
      refusal_cleared_at: null,
      refusal_cleared_by: null,
    })
    .where('portal', '=', portalId)
    .where('contact_id', '=', contactId)
    .execute();
  return hashes;
}
