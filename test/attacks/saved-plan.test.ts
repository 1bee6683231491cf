/** Attacks that change a saved plan after its review. Each ends with its code and without a write request. */
import { describe, expect, test } from 'vitest';
import { matchRoute } from '../../src/hubspot/routes.ts';
import type { ApplyArgs } from '../../src/commands/apply/apply-context.ts';
import { planIdOf, sealedDigest } from '../../src/reconciler/digests.ts';
import { lineOver } from '../hubspot/line-over.ts';
import type { Came, Line } from '../hubspot/line-over.ts';

/** A parsed plan that a test edits. */
// oxlint-disable-next-line typescript/no-explicit-any -- the edits produce plans that violate the type
type Json = any;

const yaml = `
limits: { enroll: 3 }
suppress: ["*@competitor.example"]
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [{ id: 1041, since: 2026-11-01 }, { id: 1042 }]
workflows:
  onboarding:
    id: 900100
    members: [{ id: 1049 }]
    activeList: 553
    everList: 554
`;

/** Creates an account, a ledger and a saved plan of three enrollments. */
async function withPlan(): Promise<Line> {
  const line = await lineOver({ yaml, dialect: 'documented' });
  await line.inLedger(() => undefined);
  const planned = await line.plan({ out: 'plan.json' });
  expect(planned.plan?.changes).toHaveLength(3);
  return line;
}

function writes({ simulator }: Line): readonly string[] {
  return simulator.requests().flatMap(({ method, path }) => {
    const route = matchRoute(method, path);
    return route && !route.write ? [] : [`${method} ${path}`];
  });
}

/**
 * Edits the saved plan and recomputes its id, which needs no secret. `resealed` also recomputes the seal, which needs
 * access to the ledger.
 */
async function edit(line: Line, change: (plan: Json) => void, resealed: boolean): Promise<void> {
  const plan: Json = JSON.parse(line.file('plan.json'));
  change(plan);
  if (typeof plan.planId === 'string') plan.planId = planIdOf(plan);
  if (resealed) plan.seal = await line.inLedger((ledger) => ledger.seal(sealedDigest(plan)));
  line.file('plan.json', JSON.stringify(plan));
}

const saved: Partial<ApplyArgs> = { paths: ['plan.json'], dialect: undefined, allowArchive: true };
const applySaved = (line: Line, flags: Partial<ApplyArgs> = {}): Promise<Came> =>
  line.apply({ ...saved, ...flags });

const first = (plan: Json): Json => plan.changes[0];
const onlyFirst = (plan: Json): Json => {
  plan.changes = [first(plan)];
  return first(plan);
};
const onlyWorkflow = (plan: Json): Json => {
  plan.changes = plan.changes.filter((change: Json) => change.target.kind === 'workflow');
  return first(plan);
};
const archiveOf = (id: string, key: string): Json => ({
  address: `workflows.${key}`,
  action: 'archive',
  reason: 'retired',
  effect: 'stops',
  reversible: false,
  target: { kind: 'workflow', key, id },
  source: { file: 'e.yaml', line: 1, column: 1 },
});

// One row per line, as in a table.
// oxfmt-ignore
const edits: readonly (readonly [name: string, change: (plan: Json) => void, flags?: Partial<ApplyArgs>])[] = [
  ['another contact', (plan) => { first(plan).contact.id = '1046'; }],
  ['another target', (plan) => { first(plan).target.id = '5510022'; }],
  ['another sender', (plan) => { first(plan).sender = 'paul@acme.example'; }],
  ['another sender user', (plan) => { first(plan).senderUserId = '7002'; }],
  ['an alias', (plan) => { first(plan).senderAlias = 'hello@acme.example'; }],
  ['another list', (plan) => { first(plan).viaList = '611'; }],
  ['another start day', (plan) => { first(plan).since = '2026-11-02'; }],
  ['a repeated enrollment', (plan) => { first(plan).reenroll = true; }],
  ['another reason', (plan) => { first(plan).reason = 'approved by the board'; }],
  ['the masked address of another contact', (plan) => { first(plan).contact.email = 'x•••@northwind.example'; }],
  ['fewer changes', (plan) => { plan.changes.pop(); }],
  ['another order', (plan) => { plan.changes.reverse(); }],
  ['an injected recipient', (plan) => { plan.changes.push({ ...first(plan), address: 'sequences.q4-outbound/1044', contact: { id: '1044' } }); }],
  ['a later expiry', (plan) => { plan.expiresAt = '2036-01-01T00:00:00.000Z'; }],
  ['another creation time', (plan) => { plan.createdAt = '2036-01-01T00:00:00.000Z'; }],
  ['lifted limits', (plan) => { plan.liftedLimits = { enroll: 1000 }; }, { liftedLimits: { enroll: 1000 } }],
  ['another filter', (plan) => { plan.only = ['*']; }, { only: ['*'] }],
  ['another run to undo', (plan) => { plan.undoRun = 1; }, { undoRun: 1 }],
  ['another dialect', (plan) => { plan.dialect = 'guide'; }],
  ['an older ledger run', (plan) => { plan.ledgerRun = 7; }],
  ['another summary', (plan) => { plan.summary.people = 0; }],
  ['hidden diagnostics', (plan) => { plan.diagnostics = [{}]; }],
  ['another domain of the HubSpot app', (plan) => { plan.context.uiDomain = 'evil.example'; }],
  ['an unknown key', (plan) => { plan.trusted = true; }],
  ['a __proto__ of the plan', (plan) => { Object.defineProperty(plan, '__proto__', { value: { changes: [] }, enumerable: true }); }],
  ['a __proto__ of a change', (plan) => { Object.defineProperty(first(plan), '__proto__', { value: { sender: 'x' }, enumerable: true }); }],
];

describe('a saved plan with', () => {
  // The flags of the command agree with the edited plan: only the seal shows the edit.
  test.each(edits.map(([name, change, flags = {}]) => ({ name, change, flags })))(
    '$name is refused',
    async ({ change, flags }) => {
      const line = await withPlan();
      await edit(line, change, false);
      const { exit, failure } = await applySaved(line, flags);
      expect({ exit, code: failure?.code, writes: writes(line) }).toEqual({
        exit: 8,
        code: 'plan-tampered',
        writes: [],
      });
    },
  );
});

// oxfmt-ignore
const refusals: readonly (readonly [name: string, exit: number, code: string, change: (plan: Json) => void])[] = [
  ['format 1', 8, 'plan-older', (plan) => { plan.formatVersion = 1; }],
  ['format 0', 8, 'plan-older', (plan) => { plan.formatVersion = 0; }],
  ['format 3', 8, 'plan-newer', (plan) => { plan.formatVersion = 3; }],
  ['format 2.5', 8, 'plan-newer', (plan) => { plan.formatVersion = 2.5; }],
  ['a format as text', 8, 'plan-unreadable', (plan) => { plan.formatVersion = '2'; }],
  ['no format', 8, 'plan-unreadable', (plan) => { delete plan.formatVersion; }],
  ['no id', 8, 'plan-unreadable', (plan) => { delete plan.planId; }],
  ['an invalid time', 8, 'plan-unreadable', (plan) => { plan.expiresAt = '9999'; }],
  ['a contact that inherits its id', 8, 'plan-unreadable', (plan) => { first(plan).contact = JSON.parse('{"__proto__":{"id":"1046"}}'); }],
  ['an unknown action', 8, 'plan-unreadable', (plan) => { first(plan).action = 'delete'; }],
  ['changes that are not a list', 8, 'plan-unreadable', (plan) => { plan.changes = { 0: first(plan), length: 1 }; }],
  ['limits that are not numbers', 8, 'plan-unreadable', (plan) => { plan.liftedLimits = { enroll: 'Infinity' }; }],
  ['a change twice', 8, 'plan-duplicate', (plan) => { plan.changes.push(first(plan)); }],
  ['an address for two contacts', 8, 'plan-duplicate', (plan) => { plan.changes.push({ ...first(plan), contact: { id: '1044' } }); }],
  ['two addresses for one contact', 8, 'plan-duplicate', (plan) => { plan.changes.push({ ...first(plan), address: 'sequences.q4-outbound/1044' }); }],
  ['no seal', 8, 'plan-unsealed', (plan) => { delete plan.seal; }],
  ['no ledger', 8, 'plan-unsealed', (plan) => { delete plan.ledgerId; }],
  ['another ledger', 8, 'plan-other-ledger', (plan) => { plan.ledgerId = 'ffffffff'; }],
  ['a seal that is not a text', 8, 'plan-tampered', (plan) => { plan.seal = 7; }],
  ['another account', 4, 'plan-other-account', (plan) => { plan.portalId += 1; }],
  ['another file', 8, 'plan-files-changed', (plan) => { plan.files[0].sha256 = '0'.repeat(64); }],
  ['another configuration hash', 8, 'plan-configuration-changed', (plan) => { plan.configHash = '0'.repeat(64); }],
  ['an expiry in the past', 8, 'plan-expired', (plan) => { plan.expiresAt = '2020-01-01T00:00:00.000Z'; }],
];

describe('a saved plan, sealed again with access to the ledger, with', () => {
  const keptSeals = ['no seal', 'a seal that is not a text'];

  test.each(refusals)('%s is refused: %i %s', async (...[name, exit, code, change]) => {
    const line = await withPlan();
    await edit(line, change, !keptSeals.includes(name));
    const ended = await applySaved(line);
    expect({ exit: ended.exit, code: ended.failure?.code, writes: writes(line) }).toEqual({
      exit,
      code,
      writes: [],
    });
  });
});

// The id and the seal are valid, so only the recheck just before sending can refuse these.
// oxfmt-ignore
const forgeries: readonly (readonly [name: string, change: (plan: Json) => void])[] = [
  ['a contact who opted out', (plan) => { onlyFirst(plan).contact.id = '1046'; }],
  ['a suppressed contact', (plan) => { onlyFirst(plan).contact.id = '1054'; }],
  ['a contact that no file declares', (plan) => { onlyFirst(plan).contact.id = '1044'; }],
  ['thirty copies for other contacts', (plan) => {
    const change = onlyFirst(plan);
    plan.changes = Array.from({ length: 30 }, (_, n) => ({ ...change, address: `sequences.q4-outbound/${1001 + n}`, contact: { id: String(1001 + n) } }));
  }],
  ['two contacts swapped', (plan) => {
    const [a, b] = plan.changes.filter((change: Json) => change.target.kind === 'sequence');
    [a.contact, b.contact] = [b.contact, a.contact];
    plan.changes = [a, b];
  }],
  ['an enrollment under the address of another target', (plan) => { onlyFirst(plan).address = 'sequences.other/1041'; }],
  ['another target', (plan) => { onlyFirst(plan).target.id = '5510022'; }],
  ['another kind', (plan) => { onlyFirst(plan).target.kind = 'workflow'; }],
  ['another sender', (plan) => { onlyFirst(plan).sender = 'paul@acme.example'; }],
  ['another sender user', (plan) => { onlyFirst(plan).senderUserId = '7002'; }],
  ['an alias', (plan) => { onlyFirst(plan).senderAlias = 'hello@acme.example'; }],
  ['a list', (plan) => { onlyWorkflow(plan).viaList = '611'; }],
  ['another start day', (plan) => { onlyFirst(plan).since = '2026-11-02'; }],
  ['no start day', (plan) => { delete onlyFirst(plan).since; }],
  ['a repeated enrollment', (plan) => { onlyFirst(plan).reenroll = true; }],
  ['a removal instead of an enrollment', (plan) => { onlyFirst(plan).action = 'unenroll'; }],
  ['a removal of a contact enrolled by someone else', (plan) => { Object.assign(onlyFirst(plan), { action: 'unenroll', address: 'sequences.q4-outbound/1045', contact: { id: '1045' }, suppressed: true, owned: true }); }],
  ['the deletion of a declared workflow', (plan) => { plan.changes = [archiveOf('900100', 'onboarding')]; }],
  ['the deletion of an undeclared workflow', (plan) => { plan.changes = [archiveOf('900300', 'other')]; }],
];

describe('a forged change with a valid seal:', () => {
  test.each(forgeries)('%s is stale', async (_, change) => {
    const line = await withPlan();
    await edit(line, change, true);
    const { exit, report } = await applySaved(line);
    expect(report?.outcomes.map(({ status, reason }) => [status, reason.split(':')[0]])).toEqual(
      report?.outcomes.map(() => ['not-attempted', 'stale']),
    );
    expect(report?.outcomes.length).toBeGreaterThan(0);
    expect({ exit, writes: writes(line) }).toEqual({ exit: 6, writes: [] });
  });

  test('does not count against the limits of reviewed changes, and only the reviewed changes are sent', async () => {
    const line = await withPlan();
    await edit(
      line,
      (plan) => {
        const change = first(plan);
        for (const id of ['1001', '1002', '1046']) {
          plan.changes.push({ ...change, address: `sequences.q4-outbound/${id}`, contact: { id } });
        }
      },
      true,
    );
    const { report } = await applySaved(line);
    expect(report?.counts).toMatchObject({ planned: 6, done: 3, notAttempted: 3 });
    expect(writes(line)).toHaveLength(3);
  });
});

const otherFlags: readonly (readonly [string, Partial<ApplyArgs>])[] = [
  ['--max-enroll', { liftedLimits: { enroll: 9 } }],
  ['--max-sender-day', { liftedLimits: { perSenderPerDay: 9 } }],
  ['--only', { only: ['sequences.*'] }],
  ['--exclude', { exclude: ['*/1041'] }],
  ['--undo-run', { undoRun: 1 }],
  ['--dialect', { dialect: 'guide' }],
];

describe('a saved plan', () => {
  test('that was not edited is applied only once', async () => {
    const line = await withPlan();
    expect((await applySaved(line)).report?.counts).toMatchObject({ planned: 3, done: 3 });
    const sent = writes(line).length;
    const again = await applySaved(line);
    expect([again.exit, again.failure?.code]).toEqual([8, 'plan-used']);
    expect(writes(line)).toHaveLength(sent);
  });

  test('sealed by the ledger of another folder is refused', async () => {
    const other = await withPlan();
    const line = await withPlan();
    const plan: Json = JSON.parse(line.file('plan.json'));
    plan.seal = await other.inLedger((ledger) => ledger.seal(sealedDigest(plan)));
    line.file('plan.json', JSON.stringify(plan));
    const { exit, failure } = await applySaved(line);
    expect([exit, failure?.code, writes(line)]).toEqual([8, 'plan-tampered', []]);
  });

  test('that was made without a ledger cannot be applied', async () => {
    const line = await lineOver({ yaml, dialect: 'documented' });
    const { plan } = await line.plan({ out: 'plan.json' });
    expect(plan).not.toHaveProperty('seal');
    const { exit, failure } = await applySaved(line);
    expect([exit, failure?.code, writes(line)]).toEqual([8, 'plan-unsealed', []]);
  });

  test.each(otherFlags)('is refused with another %s than it was made with', async (_, flags) => {
    const line = await withPlan();
    const { exit, failure } = await applySaved(line, flags);
    expect([exit, failure?.code, writes(line)]).toEqual([8, 'plan-other-flags', []]);
  });

  test.each(otherFlags)(
    'that was made with %s is refused without it, when no question is asked',
    async (flag, flags) => {
      const line = await withPlan();
      await line.apply({});
      const { plan } = await line.plan({ out: 'plan.json', ...flags });
      expect(plan?.seal).toBeDefined();
      const sent = writes(line).length;
      const { exit, failure } = await applySaved(line);
      expect([exit, failure?.code, writes(line)]).toEqual([
        8,
        'plan-other-flags',
        writes(line).slice(0, sent),
      ]);
      expect(failure?.message).toContain(flag.startsWith('--max') ? '--max-' : flag);
    },
  );

  test('keeps only the limits that were lifted for it', async () => {
    const line = await lineOver({ yaml: yaml.replace('enroll: 3', 'enroll: 2'), dialect: 'documented' });
    await line.inLedger(() => undefined);
    const { plan } = await line.plan({ out: 'plan.json', liftedLimits: { enroll: 3, perSenderPerDay: 1 } });
    expect(plan?.liftedLimits).toEqual({ enroll: 3, perSenderPerDay: 1 });
    // The daily limit of the sender defers the second contact.
    expect(plan?.changes).toHaveLength(2);
    const flags = { liftedLimits: { enroll: 3, perSenderPerDay: 1 } };
    expect((await applySaved(line, flags)).report?.counts).toMatchObject({ planned: 2, done: 2 });
    await line.plan({ out: 'plan.json', liftedLimits: {} });
    expect(JSON.parse(line.file('plan.json')).liftedLimits).toEqual({});
  });

  test('does not archive a workflow that got an active contact after the plan', async () => {
    const line = await lineOver({ yaml, dialect: 'documented' });
    await line.inLedger(() => undefined);
    line.write('workflows: { old: { id: 900100, retired: archive, activeList: 553, everList: 554 } }');
    for (const { contactId } of line.simulator
      .inspect()
      .enrollments.filter(({ targetId, endedAt }) => targetId === '900100' && endedAt === null)) {
      await line.simulator.act({ what: 'unenroll', who: contactId, target: '900100' });
    }
    const { plan } = await line.plan({ out: 'plan.json' });
    expect(plan?.changes).toMatchObject([{ action: 'archive' }]);
    await line.simulator.act({ what: 'enroll', who: '1041', target: '900100' });
    const { report } = await applySaved(line);
    expect(report?.outcomes).toMatchObject([
      { status: 'not-attempted', reason: expect.stringMatching(/^stale/) },
    ]);
    expect(writes(line)).toEqual([]);
  });
});
