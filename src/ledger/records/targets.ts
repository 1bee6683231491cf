import type { LedgerTarget } from '../../model/ledger/ledger-view.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { ContactId } from '../../model/target.ts';
import { batches } from '../statements.ts';
import type { WriteTransaction } from '../schema/tables.ts';

/** Sets the baseline of the targets given; others keep theirs. */
export async function setTargets(
  transaction: WriteTransaction,
  portalId: number,
  targets: readonly LedgerTarget[],
): Promise<void> {
  const latest = new Map(targets.map((target) => [targetIdentityKey(target), target]));
  const rows = [...latest.values()].map((target) => ({
    portal: portalId,
    kind: target.kind,
    id: target.id,
    target_key: target.key,
    revision: target.revision ?? null,
    status: target.status,
    name: target.name ?? null,
    ends_seen_at: target.endsSeenAt ?? null,
  }));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_targets')
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(['portal', 'kind', 'id']).doUpdateSet((row) => ({
          target_key: row.ref('excluded.target_key'),
          revision: row.ref('excluded.revision'),
          status: row.ref('excluded.status'),
          name: row.ref('excluded.name'),
          // An apply says nothing of endings: what was accepted stays so.
          ends_seen_at: row.fn.coalesce('excluded.ends_seen_at', 'rollcall_targets.ends_seen_at'),
        })),
      )
      .execute();
  }
}

/** Remembers to which contact an address led; the later pair wins. Rows that say so already are not rewritten. */
export async function rememberAddresses(
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

/** Remembers that a contact had an address. A pair that is known stays as it was. */
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

/** The contact that an email led to before stays known by it: it may have been deleted and created again. */
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
