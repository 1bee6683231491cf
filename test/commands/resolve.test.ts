import { describe, expect, it } from 'vitest';
import { decideResolution } from '../../src/commands/resolve/resolve-decision.ts';
import type { ResolveDecision, ResolveContext } from '../../src/commands/resolve/resolve-decision.ts';
import { resolve } from '../../src/commands/resolve.ts';
import { readItems } from '../../src/commands/resolve/resolve-items.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { LedgerEntry, LedgerView } from '../../src/model/ledger/ledger-view.ts';
import type { ResolveResult } from '../../src/model/ledger/ledger-reports.ts';
import type { Ledger, NewIntent } from '../../src/model/ledger/ledger.ts';
import { contact, ledgerView, sequence } from '../reconciler/builders.ts';
import { accountWorld } from './account-world.ts';
import { trustEmail } from '../../src/model/email.ts';

const target = sequence({
  key: 'q4',
  id: '500',
  since: '2026-11-01',
  replaces: '400',
  members: [
    { type: 'person', person: { id: '1' }, source: { file: 'e.yaml', line: 1, column: 1 }, literal: true },
    {
      type: 'person',
      person: { email: trustEmail('b@northwind.example') },
      since: '2026-11-05',
      source: { file: 'e.yaml', line: 2, column: 1 },
      literal: true,
    },
  ],
});

function entry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    action: 'enroll',
    state: 'open',
    kind: 'sequence',
    targetId: '500',
    contactId: '1',
    origin: 'text',
    at: '2026-11-02T09:00:00.000Z',
    run: 1,
    intent: 7,
    ...changes,
  };
}

/** Returns the decision for an address, or the code of the failure. */
function decisionOrCode(
  address: string,
  enrolled: boolean,
  parts: Partial<ResolveContext> & {
    readonly entries?: readonly LedgerEntry[];
    readonly ledger?: Partial<LedgerView>;
  } = {},
): ResolveDecision | string {
  const { entries = [], ledger = {}, ...rest } = parts;
  const known: ResolveContext = {
    targets: [target],
    view: ledgerView(entries, ledger),
    contacts: new Map([
      ['1', contact(1)],
      ['2', contact(2, { emails: [trustEmail('b@northwind.example')] })],
      ['3', contact(3)],
    ]),
    ...rest,
  };
  try {
    return decideResolution({ address, outcome: enrolled ? 'enrolled' : 'not-enrolled' }, known);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('an enrollment that a user settles', () => {
  it.each([
    ['an open intent', entry(), 'open'],
    ['an accepted request without an effect', entry({ state: 'accepted' }), 'accepted'],
    ['an intent of the replaced target', entry({ targetId: '400' }), 'open'],
  ])('%s', (_name, one, was) => {
    for (const enrolled of [true, false]) {
      expect(decisionOrCode('sequences.q4/1', enrolled, { entries: [one] })).toMatchObject({
        act: 'settle',
        intents: [7],
        was,
      });
    }
  });

  it('finds the record by any joined id, any merged id, and the current key or id', () => {
    const joins = [
      { kind: 'sequence', targetId: '400', formerId: '300' },
      { kind: 'sequence', targetId: '310', formerId: '300' },
    ] as const;
    const entries = [entry({ targetId: '310', contactId: '8' })];
    const contacts = new Map([['9', contact(1, { mergedIds: ['8', '9'] })]]);
    for (const address of ['sequences.q4/9', 'sequences.500/9']) {
      expect(decisionOrCode(address, false, { entries, contacts, ledger: { joins } })).toMatchObject({
        act: 'settle',
        contactId: '1',
      });
    }
    // A workflow with the same id is another target.
    expect(
      decisionOrCode('sequences.q4/9', false, { entries: [entry({ kind: 'workflow' })], contacts }),
    ).toMatchObject({
      act: 'vouch',
    });
  });

  it('does not settle an intent of a target that `replaces: none` separates', () => {
    const joins = [{ kind: 'sequence', targetId: '500', formerId: '400' }] as const;
    const entries = [entry({ targetId: '400' })];
    const separated = { ...target, replaces: 'none' };
    const former = sequence({ key: 'q3', id: '400' });
    const parts = { entries, ledger: { joins }, targets: [separated, former] };
    expect(decisionOrCode('sequences.q4/1', false, parts)).toMatchObject({ act: 'vouch' });
    expect(decisionOrCode('sequences.q3/1', false, parts)).toMatchObject({ act: 'settle', intents: [7] });
    const unjoined = { ...parts, targets: [target, former] };
    expect(decisionOrCode('sequences.q3/1', false, unjoined)).toMatchObject({ act: 'settle' });
  });

  it('settles a record of a contact that HubSpot no longer has, and of a target that was removed from the files', () => {
    expect(decisionOrCode('sequences.q4/5', false, { entries: [entry({ contactId: '5' })] })).toMatchObject({
      act: 'settle',
    });
    const targets = [{ kind: 'sequence', id: '600', key: 'gone', status: 'ready' }] as const;
    const entries = [entry({ targetId: '600' })];
    expect(decisionOrCode('sequences.gone/1', true, { entries, ledger: { targets } })).toMatchObject({
      act: 'settle',
    });
  });

  it('adopts or vouches for history under the `since` of the declaration', () => {
    expect(decisionOrCode('sequences.q4/1', true)).toMatchObject({ act: 'adopt', since: '2026-11-01' });
    expect(decisionOrCode('sequences.q4/2', false)).toMatchObject({ act: 'vouch', since: '2026-11-05' });
    const ledger = { vouched: () => true };
    expect(decisionOrCode('sequences.q4/2', false, { ledger })).toMatchObject({ act: 'nothing' });
  });

  it('changes nothing if the ledger has a proof', () => {
    for (const state of ['proved', 'adopted'] as const) {
      expect(decisionOrCode('sequences.q4/1', true, { entries: [entry({ state })] })).toMatchObject({
        act: 'nothing',
      });
      expect(decisionOrCode('sequences.q4/1', false, { entries: [entry({ state })] })).toBe(
        'nothing-unknown',
      );
    }
    const end = { seenAt: '2026-11-03T09:00:00.000Z', how: 'finished' } as const;
    const entries = [entry({ state: 'accepted', end })];
    expect(decisionOrCode('sequences.q4/1', false, { entries })).toBe('nothing-unknown');
  });

  it.each([
    ['sequences.q4', 'bad-address'],
    ['sequences.q4/a•••@northwind.example', 'bad-address'],
    ['q4/1', 'no-such-target'],
    ['workflows.q4/1', 'no-such-target'],
    ['sequences.q5/1', 'no-such-target'],
    ['sequences.q4/77', 'no-such-contact'],
    ['sequences.q4/3', 'not-declared'],
  ])('refuses %s', (address, code) => {
    expect(decisionOrCode(address, true)).toBe(code);
  });
});

describe('a remembered refusal', () => {
  const refusal = { cause: 'contact', code: 'BLOCKED_DOMAIN', reason: 'blocked' } as const;
  const refused = (changes: Partial<LedgerEntry> = {}) => entry({ state: 'refused', refusal, ...changes });
  const retry = (entries: readonly LedgerEntry[]) => {
    const view = ledgerView(entries);
    const item = { address: 'sequences.q4/1', outcome: 'retry' } as const;
    return () => decideResolution(item, { targets: [target], view, contacts: new Map() });
  };

  it('is cleared for every id of the target and every declaration', () => {
    const entries = [refused(), refused({ intent: 8, targetId: '400', since: '2026-11-05' })];
    expect(retry(entries)()).toMatchObject({ act: 'clear', intents: [7, 8] });
  });

  it.each([
    ['nothing', []],
    ['another contact', [refused({ contactId: '2' })]],
    ['an open request', [entry()]],
    ['a refusal without a code', [refused({ refusal: { cause: 'contact', reason: 'no' } })]],
    ['a refused sender', [refused({ refusal: { ...refusal, cause: 'sender' } })]],
  ])('is not there: %s', (_name, entries) => {
    expect(retry(entries)).toThrow('remembers no refusal of sequences.q4/1');
  });

  it('names who cleared it before', () => {
    const cleared = { at: '2026-11-03T09:00:00.000Z', by: 'liam' };
    const entries = [refused({ refusal: { ...refusal, cleared } })];
    expect(retry(entries)).toThrow('liam cleared the last one on 2026-11-03');
  });

  it('is one outcome of a line in a file', () => {
    expect(readItems('f', 'sequences.q4/1 retry\n"sequences.q4/2","Retry"').items).toMatchObject([
      { address: 'sequences.q4/1', outcome: 'retry' },
      { address: 'sequences.q4/2', outcome: 'retry' },
    ]);
  });
});

describe('a file of resolutions', () => {
  it.each([
    ['plain text', 'sequences.q4/1 enrolled\n# checked by ana\n\nsequences.q4/2\tnot-enrolled'],
    ['CSV', '\uFEFFaddress,outcome\r\nsequences.q4/1,enrolled\r\n"sequences.q4/2","not-enrolled"\r\n'],
    ['CSV with semicolons', 'address;outcome\nsequences.q4/1; enrolled\nsequences.q4/2 ;Not-Enrolled\n'],
  ])('in %s', (_name, text) => {
    const { items, problems } = readItems('checked.csv', text);
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      { address: 'sequences.q4/1', outcome: 'enrolled' },
      { address: 'sequences.q4/2', outcome: 'not-enrolled' },
    ]);
  });

  it('reports each invalid line', () => {
    const text = 'sequences.q4/1\nsequences.q4/2 yes\nsequences.q4/3 enrolled\nenrolled';
    const { items, problems } = readItems('f', text);
    expect(items).toHaveLength(1);
    expect(problems.map(({ source }) => source?.line)).toEqual([1, 2, 4]);
    expect(() => readItems('f', '\n# nothing\n')).toThrow('contains no address');
  });
});

describe('resolve', () => {
  const file = `version: 1
portal: simulated
ledger: ledger.db
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]
`;

  async function world() {
    const { deps, files, simulator, ledgerPath, seen } = await accountWorld();
    files['enrollments.yaml'] = file;
    let result: ResolveResult | undefined;
    const view = { ...deps.view, resolved: (one: ResolveResult) => void (result = one) };
    const run = async (args: Partial<Parameters<typeof resolve>[0]>) => {
      result = undefined;
      const exit = await resolve({ paths: [], addresses: [], ...args }, { ...deps, view });
      return { exit, results: (result as ResolveResult | undefined)?.results };
    };
    const withLedger = async <T>(act: (ledger: Ledger) => Promise<T>): Promise<T> => {
      const ledger = await openLedger({ location: ledgerPath, mode: 'create' });
      try {
        return await act(ledger);
      } finally {
        await ledger.close();
      }
    };
    const intend = (intents: readonly Pick<NewIntent, 'contactId'>[], state?: 'accepted') =>
      withLedger(async (ledger) => {
        const { portalId } = simulator;
        const lease = await ledger.acquire({ portalId, owner: 'test', lifetimeMilliseconds: 60_000 });
        if ('heldBy' in lease) throw new Error('held');
        const at = '2026-11-02T09:00:00.000Z';
        const about = { command: 'apply', planId: 'p', configHash: 'c', actor: 'ana', version: '0', at };
        const number = await lease.startRun(about);
        const row = {
          action: 'enroll',
          kind: 'sequence',
          targetId: '5510021',
          targetKey: 'old-key',
        } as const;
        const ids = await lease.recordIntents(
          number,
          intents.map((one) => ({ ...row, origin: 'text', planId: 'p', at, ...one })),
        );
        if (state) await lease.settle(ids.map((intent) => ({ intent, state, at, evidence: 'answer' })));
        await lease.release();
      });
    const readView = () =>
      withLedger((ledger) => ledger.view(simulator.portalId, '2026-11-02T00:00:00.000Z'));
    const states = async () =>
      [...(await readView()).entries].map(({ contactId, state }) => `${contactId} ${state}`);
    return { run, intend, states, view: readView, files, seen };
  }

  it('settles a file of open, accepted and uncovered enrollments, and changes nothing when it runs again', async () => {
    const { run, intend, states, view, files } = await world();
    await intend([{ contactId: '1041' }]);
    await intend([{ contactId: '1042' }], 'accepted');
    files['checked.csv'] = `address,outcome
sequences.q4-outbound/1041,enrolled
sequences.q4-outbound/1042,not-enrolled
sequences.q4-outbound/1043,not-enrolled
`;
    expect(await run({ file: 'checked.csv' })).toMatchObject({
      exit: 0,
      results: [{ was: 'open' }, { was: 'accepted' }, { was: 'history' }],
    });
    expect(await states()).toEqual(['1041 proved', '1042 refused']);
    const declaration = { kind: 'sequence', targetId: '5510021', contactId: '1043' } as const;
    expect((await view()).vouched(declaration)).toBe(true);
    expect((await view()).vouched({ ...declaration, since: '2026-11-02' })).toBe(true);
    expect((await view()).vouched({ ...declaration, contactId: '1041' })).toBe(false);
    expect(await run({ file: 'checked.csv' })).toMatchObject({
      exit: 0,
      results: [{ was: 'settled' }, { was: 'history' }, { was: 'settled' }],
    });
    expect(await states()).toEqual(['1041 proved', '1042 refused']);
  });

  it('records enrollments that the user confirms as adoptions', async () => {
    const { run, intend, states } = await world();
    await intend([]);
    const addresses = ['sequences.q4-outbound/1041', 'sequences.5510021/1042', 'sequences.q4-outbound/1042'];
    expect(await run({ addresses, outcome: 'enrolled' })).toMatchObject({
      exit: 0,
      results: [{ was: 'history' }, { was: 'history' }],
    });
    expect(await states()).toEqual(['1041 adopted', '1042 adopted']);
    expect(await run({ addresses, outcome: 'enrolled' })).toMatchObject({
      results: [{ was: 'settled' }, { was: 'settled' }],
    });
  });

  it('writes nothing if a line is invalid, contradicts another, or names an unknown target or contact', async () => {
    const { run, intend, states, files, seen } = await world();
    await intend([{ contactId: '1041' }]);
    files['checked.csv'] = `sequences.q4-outbound/1041 enrolled
sequences.q4-outbound/1041 not-enrolled
sequences.q4-outbond/1042 enrolled
sequences.q4-outbound/999999 enrolled
sequences.q4-outbound/1042 maybe
`;
    expect(await run({ file: 'checked.csv' })).toEqual({ exit: 1, results: undefined });
    const found = seen.validation?.diagnostics.map(({ code, source }) => `${source?.line} ${code}`);
    expect(found?.toSorted()).toEqual([
      '2 contradiction',
      '3 no-such-target',
      '4 no-such-contact',
      '5 bad-line',
    ]);
    expect(await states()).toEqual(['1041 open']);
    await expect(run({ file: 'nowhere.csv' })).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('a vouch', () => {
  it('ends with a gap that is marked later, and covers only its own `since` and later ones', async () => {
    const { ledgerPath } = await accountWorld();
    const ledger = await openLedger({ location: ledgerPath, mode: 'create' });
    const lease = await ledger.acquire({ portalId: 1, owner: 'test', lifetimeMilliseconds: 60_000 });
    if ('heldBy' in lease) throw new Error('held');
    const one = { kind: 'workflow', targetId: '900', contactId: '1' } as const;
    const at = '2026-11-02T09:00:00.000Z';
    await lease.vouch([{ ...one, since: '2026-11-01', actor: 'ana', at }]);
    const vouched = async (since?: string) =>
      (await ledger.view(1, at)).vouched({ ...one, ...(since === undefined ? {} : { since }) });
    expect([await vouched('2026-11-01'), await vouched('2026-11-02')]).toEqual([true, true]);
    expect([await vouched('2026-10-31'), await vouched()]).toEqual([false, false]);
    await lease.markGap({ from: at, markedAt: '2026-11-02T10:00:00.000Z', actor: 'ana' });
    expect(await vouched('2026-11-01')).toBe(false);
    await lease.vouch([{ ...one, since: '2026-11-01', actor: 'ana', at: '2026-11-02T11:00:00.000Z' }]);
    expect(await vouched('2026-11-01')).toBe(true);
    await ledger.close();
  });
});
