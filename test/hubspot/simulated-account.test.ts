import { defaultVersions } from '../../src/model/desired-state.ts';
import { afterEach, describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/model/desired-state.ts';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import { openAccountForWriting } from '../../src/hubspot/open-account.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { asking, member, onList, sequence, silent, workflow } from './desired.ts';
import { trustEmail } from '../../src/model/email.ts';

const running: Simulator[] = [];
afterEach(() => Promise.all(running.splice(0).map((simulator) => simulator.close())));

async function open(
  dialect: Dialect,
  options: SimulatorOptions & { readonly timeoutMilliseconds?: number } = {},
) {
  const { timeoutMilliseconds, ...simulated } = options;
  const simulator = await startSimulator({ lagMilliseconds: 0, rateLimit: 'off', ...simulated });
  running.push(simulator);
  const account = openAccountForWriting({
    baseUrl: simulator.url,
    token: simulator.token,
    dialect,
    ...defaultVersions,
    ratePercent: 100,
    sleep: async () => undefined,
    ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }),
  });
  const contact = async (id: string): Promise<ObservedContact> => {
    const both = [{ kind: 'sequence', id: outbound } as const, { kind: 'workflow', id: onboarding } as const];
    const found = (await account.reader.contacts([id], both)).get(id);
    if (!found) throw new Error(`no contact ${id}`);
    return found;
  };
  return { ...account, simulator, contact };
}

const outbound = '5510021';
const onboarding = '900100';
const sender = { email: trustEmail('maria@acme.example'), userId: '7001' };
const dialects = ['documented', 'guide'] as const;

describe.each(dialects)('the simulated account in the %s dialect', (dialect) => {
  test('returns what a plan needs', async () => {
    const { reader, simulator } = await open(dialect);
    const members = [
      member({ email: trustEmail('joanna.weiss@adatum.example') }),
      member({ id: '1052' }),
      onList('482'),
    ];
    const observed = await reader.observe(
      asking({
        people: [
          { email: trustEmail('joanna.weiss@adatum.example') },
          { id: '1052' },
          { id: '1062' },
          { email: trustEmail('uma@contoso.example') },
        ],
        lists: ['482'],
        senders: [sender.email],
        targets: [
          sequence(outbound, { members, unenroll: { workflow: '7781' } }),
          workflow(onboarding, { members: [member({ id: '1062' })], unenroll: { workflow: '900500' } }),
          workflow('900200', { viaList: '611', activeList: '612', everList: 'Newsletter: ever enrolled' }),
        ],
        ledgerTargets: [{ kind: 'sequence', id: '5510022', key: 'renewals' }],
      }),
      silent,
    );
    expect(observed.account.portalId).toBe(simulator.portalId);
    expect(observed.aliases.get('joanna.weiss@adatum.example')).toBe('1051');
    expect(observed.aliases.get('1052')).toBe('1090');
    expect(observed.contacts.get('1046')).toMatchObject({ optedOut: true });
    expect(observed.lists.get('482')?.members).toHaveLength(6);
    expect(observed.senders.get(sender.email)?.userId).toBe('7001');
    expect(observed.targets.get(`sequence:${outbound}`)).toMatchObject({
      status: 'ready',
      name: 'Q4 outbound',
      emails: [0, 3, 9],
      active: new Set(['1045']),
      unenrollRoute: true,
    });
    expect(observed.targets.get('sequence:5510022')).toMatchObject({
      active: new Set(['1056']),
      unenrollRoute: dialect === 'guide',
    });
    expect(observed.targets.get(`workflow:${onboarding}`)).toMatchObject({
      status: 'ready',
      unenrollRoute: true,
      hazards: [{ code: 'workflow-suppresses' }],
    });
    expect(observed.targets.get('workflow:900200')).toMatchObject({
      active: new Set(['1031', '1032', '1033']),
      hazards: [],
    });
    expect(observed.contacts.get('1062')?.enrollments).toMatchObject([
      { kind: 'workflow', targetId: onboarding, state: 'active' },
    ]);
    expect(observed.contacts.get('1056')?.enrollments).toMatchObject([
      { targetId: '5510022', state: 'active' },
    ]);
    expect([...observed.contacts.values()].filter((one) => one.unreadable !== undefined)).toEqual([]);
  });

  test('sends no writes while it reads, and only known routes', async () => {
    const { reader, simulator } = await open(dialect);
    await reader.observe(
      asking({ people: [{ id: '1062' }], targets: [sequence(outbound), workflow(onboarding)], owners: true }),
      silent,
    );
    const seen = simulator.requests().map(({ method, path }) => matchRoute(method, path));
    expect(seen.length).toBe(reader.requests());
    expect(seen.every((route) => route?.write === false && route.dialects.includes(dialect))).toBe(true);
  });

  test('accepts an enrollment in a sequence, once, and an unenrollment', async () => {
    const { writer, contact, simulator } = await open(dialect);
    const before = simulator.inspect().enrollments.length;
    const answer = await writer.enroll({
      kind: 'sequence',
      targetId: outbound,
      contact: await contact('1041'),
      sender,
    });
    expect(answer).toMatchObject({ outcome: 'proved' });
    const again = await writer.enroll({
      kind: 'sequence',
      targetId: outbound,
      contact: await contact('1041'),
      sender,
    });
    expect(again).toMatchObject({ outcome: 'refused', cause: 'state' });
    expect(simulator.inspect().enrollments).toHaveLength(before + 1);

    const shown = await contact('1041');
    expect(shown.enrollments).toMatchObject([{ kind: 'sequence', targetId: outbound, state: 'active' }]);
    const left = await writer.unenroll({
      kind: 'sequence',
      targetId: outbound,
      contact: shown,
      route: { workflow: '7781' },
    });
    expect(left).toMatchObject({ outcome: dialect === 'guide' ? 'proved' : 'accepted' });
    expect((await contact('1041')).enrollments).toMatchObject([
      { targetId: outbound, state: 'ended', how: 'unexplained' },
      ...(dialect === 'guide' ? [] : []),
    ]);
  });

  test.each([['1046'], ['1047'], ['1048'], ['1058'], ['1059']])(
    'refuses contact %s for a separate reason',
    async (id) => {
      const { writer, contact } = await open(dialect);
      const answer = await writer.enroll({
        kind: 'sequence',
        targetId: outbound,
        contact: await contact(id),
        sender,
      });
      expect(answer).toMatchObject({ outcome: 'refused', cause: 'contact' });
    },
  );

  test.each([
    ['7003', 'nina@acme.example', 400, 'inbox'],
    ['7003', 'nina@acme.example', 403, 'inbox'],
    ['7004', 'omar@acme.example', 400, 'seat'],
    ['7004', 'omar@acme.example', 403, 'seat'],
  ] as const)(
    'refuses the sender %s %s with %s, and the help names %s',
    async (...[userId, email, status, word]) => {
      const { writer, contact } = await open(dialect, { variants: { noInbox: status, noSeat: status } });
      const answer = await writer.enroll({
        kind: 'sequence',
        targetId: outbound,
        contact: await contact('1041'),
        sender: { userId, email },
      });
      expect(answer).toMatchObject({
        outcome: 'refused',
        cause: 'sender',
        help: expect.stringContaining(word),
      });
    },
  );

  test('accepts an enrollment in a workflow and an unenrollment', async () => {
    const { writer, contact } = await open(dialect);
    // A plus in the email.
    const command = { kind: 'workflow', targetId: onboarding } as const;
    expect(await writer.enroll({ ...command, contact: await contact('1049') })).toEqual({
      outcome: 'accepted',
    });
    const shown = await contact('1049');
    expect(shown.enrollments).toMatchObject([{ kind: 'workflow', targetId: onboarding, state: 'active' }]);
    expect(await writer.unenroll({ ...command, contact: shown, route: { workflow: '900500' } })).toEqual({
      outcome: 'accepted',
    });
    expect((await contact('1049')).enrollments).toEqual([]);
  });

  test('accepts additions to a list, and a deletion', async () => {
    const { writer, simulator } = await open(dialect);
    expect(
      await writer.enrollThroughList({ list: 'Newsletter readers', contacts: ['1031', '1041', '999999'] }),
    ).toEqual({
      outcome: 'answered',
      added: ['1041'],
      missing: ['999999'],
    });
    expect(await writer.archive({ targetId: onboarding })).toMatchObject({ outcome: 'proved' });
    expect(
      simulator.requests().every(({ method, path }) => matchRoute(method, path)?.dialects.includes(dialect)),
    ).toBe(true);
  });

  test('shows how a sequence ended', async () => {
    const { writer, contact, simulator } = await open(dialect);
    for (const id of ['1041', '1043', '1060', '1064']) {
      await writer.enroll({ kind: 'sequence', targetId: outbound, contact: await contact(id), sender });
    }
    await simulator.advance('60d');
    const ends = await Promise.all(
      ['1041', '1043', '1060', '1064'].map(async (id) => (await contact(id)).enrollments[0]),
    );
    expect(ends).toMatchObject([
      { how: 'finished' },
      { how: 'unexplained' },
      { how: 'opted-out' },
      { how: 'bounced' },
    ]);
  });

  test.each([
    { enrollmentOfNever: 'empty', noWorkflows: 'not-found', oneWorkflow: 'object' },
    { enrollmentAfterEnd: 'not-found', noWorkflows: 'empty', oneWorkflow: 'array' },
  ] as const)('is read alike where the documentation is silent: %j', async (variants) => {
    const { contact } = await open(dialect, { variants });
    expect((await contact('1041')).enrollments).toEqual([]);
    expect((await contact('1062')).enrollments).toMatchObject([{ targetId: onboarding, state: 'active' }]);
    expect((await contact('1055')).enrollments).toMatchObject([
      { targetId: outbound, state: 'ended', how: 'finished' },
    ]);
  });
});

describe('faults of the simulated account', () => {
  const faults = [
    'reset',
    'timeout',
    'slow',
    'cut-off',
    'drop',
    'html',
    'redirect',
    'error-200',
    'huge',
  ] as const;

  test.each(faults)('%s on a write is ambiguous, whether or not it took effect', async (kind) => {
    const { reader, simulator, writer } = await open('documented', { timeoutMilliseconds: 1_000 });
    const contact = (await reader.contacts(['1041'], [])).get('1041');
    if (!contact) throw new Error('no contact');
    simulator.setFaults([
      { route: 'POST /automation/sequences/*', kind, handled: true, pauseMilliseconds: 200 },
    ]);
    const before = simulator.inspect().enrollments.length;
    const answer = await writer.enroll({ kind: 'sequence', targetId: outbound, contact, sender });
    expect(answer).toMatchObject({ outcome: 'ambiguous' });
    expect(simulator.inspect().enrollments).toHaveLength(before + 1);
  });

  test.each(faults.filter((kind) => kind !== 'huge'))('%s on one read is retried', async (kind) => {
    const { reader, simulator } = await open('documented', { timeoutMilliseconds: 1_000 });
    simulator.setFaults([
      { route: 'POST /crm/objects/2026-09/contacts/batch/read', kind, nth: 1, pauseMilliseconds: 200 },
    ]);
    expect((await reader.contacts(['1041'], [])).size).toBe(1);
    expect(reader.requests()).toBe(2);
  });

  test('JSON that is not a batch response makes no contact look absent', async () => {
    const { reader, simulator } = await open('documented');
    simulator.setFaults([{ kind: 'error-200', body: { results: [] } }]);
    await expect(reader.contacts(['1041'], [])).rejects.toMatchObject({ code: 'hubspot-unexpected' });
  });

  test('a throttled read is retried', async () => {
    const { reader, simulator } = await open('documented');
    simulator.setFaults([{ kind: 'throttled', nth: 2 }]);
    await reader.account();
    expect((await reader.contacts(['1041'], [])).size).toBe(1);
    expect(reader.requests()).toBe(3);
  });
});
