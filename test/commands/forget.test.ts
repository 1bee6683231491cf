import { describe, expect, it } from 'vitest';
import { forget } from '../../src/commands/forget.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import type { ForgetResult } from '../../src/model/ledger/ledger-reports.ts';
import { renderForgotten } from '../../src/render/text/ledger.ts';
import { required, someIntent, someRun, take } from '../ledger/test-ledgers.ts';
import { appliedWorld, applyTo, dialects } from './account-world.ts';
import type { AccountWorld } from './account-world.ts';

const yaml = `version: 1
portal: simulated
sequences:
  q4:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example]
workflows:
  news: { id: 900100, everList: 554, members: [noor@contoso.example] }
`;

async function forgetContact(
  world: AccountWorld,
  { dialect, contactId, isDeleted = false }: { dialect: Dialect; contactId: string; isDeleted?: boolean },
): Promise<ForgetResult | undefined> {
  let result: ForgetResult | undefined;
  await forget(
    { paths: ['e.yaml'], dialect, contactId, autoApprove: true },
    {
      ...world.deps,
      view: { ...world.deps.view, forgotten: (forgotten) => void (result = forgotten) },
      openReader: async (desired) => {
        const reader = await world.deps.openReader(desired);
        return isDeleted ? { ...reader, contacts: async () => new Map() } : reader;
      },
    },
  );
  return result;
}

async function recordCount(world: AccountWorld, contactId: string): Promise<number> {
  const ledger = await openLedger({ location: world.ledgerPath, mode: 'read' });
  const records = ledger ? await collect(ledger.history(world.simulator.portalId, { contactId })) : [];
  await ledger?.close();
  return records.length;
}

/** Records an open intent, as after a lost response. */
async function recordOpenIntent(
  world: AccountWorld,
  { contactId, targetId }: { readonly contactId: string; readonly targetId: string },
): Promise<void> {
  const ledger = required(await openLedger({ location: world.ledgerPath, mode: 'write' }));
  const lease = await take(ledger, { portalId: world.simulator.portalId });
  const run = await lease.startRun(someRun());
  await lease.recordIntents(run, [someIntent({ kind: 'workflow', targetId, targetKey: 'news', contactId })]);
  await lease.release();
  await ledger.close();
}

describe.each(dialects)('history forget in %s', (dialect) => {
  it.each([
    ['1041', 'sequences.q4/1041'],
    ['1044', 'workflows.news/1044'],
  ])(
    'refuses while contact %s is active through rollcall, and erases it afterwards',
    async (contactId, address) => {
      const world = await appliedWorld(yaml, dialect);
      await world.simulator.advance('1h');
      await expect(forgetContact(world, { dialect, contactId })).rejects.toMatchObject({
        code: 'forget-active',
        exitCode: 1,
        message: expect.stringContaining(address),
        help: expect.stringContaining('rollcall apply'),
      });
      expect(await recordCount(world, contactId)).toBe(1);
      await world.simulator.act({ what: 'unenroll', who: contactId });
      expect(await forgetContact(world, { dialect, contactId })).toMatchObject({
        emails: 1,
        inHubSpot: true,
      });
      expect(await recordCount(world, contactId)).toBe(0);
    },
  );

  it('refuses for 15 minutes after an enrollment that HubSpot does not show', async () => {
    const world = await appliedWorld(yaml, dialect);
    await world.simulator.act({ what: 'unenroll', who: '1044' });
    await expect(forgetContact(world, { dialect, contactId: '1044' })).rejects.toMatchObject({
      code: 'forget-active',
    });
    await world.simulator.advance('16m');
    await forgetContact(world, { dialect, contactId: '1044' });
    expect(await recordCount(world, '1044')).toBe(0);
  });

  it.each([false, true])(
    'refuses while a request has no outcome (contact deleted: %s)',
    async (isDeleted) => {
      const world = await appliedWorld(yaml, dialect);
      await world.simulator.act({ what: 'unenroll', who: '1041' });
      await recordOpenIntent(world, { contactId: '1041', targetId: '900100' });
      await expect(forgetContact(world, { dialect, contactId: '1041', isDeleted })).rejects.toMatchObject({
        code: 'forget-outcome-unknown',
        message: expect.stringContaining('workflows.news/1041'),
        help: expect.stringContaining('rollcall resolve workflows.news/1041'),
      });
      expect(await recordCount(world, '1041')).toBe(2);
    },
  );

  it('blocks the emails that the ledger recorded when HubSpot no longer has the contact', async () => {
    const world = await appliedWorld(yaml, dialect);
    const result = await forgetContact(world, { dialect, contactId: '1041', isDeleted: true });
    expect(result).toMatchObject({ emails: 1, inHubSpot: false });
    expect(renderForgotten(result ?? { contactId: '', ids: [], emails: 0, inHubSpot: false })).toContain(
      'only the 1 email that the ledger recorded is blocked',
    );
    const ledger = await openLedger({ location: world.ledgerPath, mode: 'read' });
    const view = await ledger?.view(world.simulator.portalId, '2026-11-02T00:00:00.000Z');
    expect(view?.isForgotten({ emails: ['ana@northwind.example'] })).toBe(true);
    await ledger?.close();
  });

  it.each(['new', 'deleted'])(
    'erases both identities of a contact that was deleted and created again, by the %s id',
    async (requested) => {
      const world = await appliedWorld(yaml, dialect);
      await world.simulator.act({ what: 'delete-contact', who: '1041' });
      await world.simulator.act({ what: 'create-contact', who: 'ana@northwind.example' });
      // The ledger records the new id.
      await applyTo(world, dialect);
      const { contacts } = world.simulator.snapshot();
      const created = contacts.find(({ email }) => email === 'ana@northwind.example')?.id ?? '';
      const contactId = requested === 'new' ? created : '1041';
      const result = await forgetContact(world, { dialect, contactId });
      expect(result?.ids.toSorted()).toEqual(['1041', created].toSorted());
      expect(await recordCount(world, '1041')).toBe(0);
    },
  );

  it('erases nothing of another contact that had the same email before', async () => {
    const world = await appliedWorld(yaml, dialect);
    await world.simulator.act({ what: 'unenroll', who: '1041' });
    await world.simulator.advance('1h');
    await world.simulator.act({ what: 'change-email', who: '1042', with: 'ana@northwind.example' });
    expect(await forgetContact(world, { dialect, contactId: '1042' })).toMatchObject({ ids: ['1042'] });
    expect(await recordCount(world, '1041')).toBe(1);
  });
});
