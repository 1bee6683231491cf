/** The open questions of docs/hubspot.md: each possible behavior of HubSpot, through plan and apply. */
import { defaultVersions } from '../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/model/desired-state.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Variants } from '../../src/simulator/routes/variants.ts';
import { allScopes } from '../../src/simulator/routes/all-routes.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { openAccountForWriting } from '../../src/hubspot/open-account.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { everyRoute, everyRouteAccount, everyRouteFiles } from './every-route.ts';
import { lineOver } from './line-over.ts';

const dialects = ['documented', 'guide'] as const;
const outbound = '5510021';
const maria = { email: 'maria@acme.example', userId: '7001' };

const onlyAna = `
sequences:
  outbound: { id: 5510021, sender: maria@acme.example, members: [ana@northwind.example] }
`;
const onboarding = (more: string): string => `
workflows:
  onboarding: { id: 900100, noHistoryBefore: 2027-01-01, ${more} }
`;

const shapes: readonly Partial<Variants>[] = [
  { refusals: 'coded', alreadyEnrolled: 400, noInbox: 400, noSeat: 400, foreignSender: 400 },
  { refusals: 'coded', alreadyEnrolled: 409, noInbox: 403, noSeat: 403, foreignSender: 403 },
  { refusals: 'prose', alreadyEnrolled: 400, noInbox: 400, noSeat: 400, foreignSender: 400 },
  { refusals: 'prose', alreadyEnrolled: 409, noInbox: 403, noSeat: 403, foreignSender: 403 },
];

function writerOf({ url, token }: Simulator, dialect: Dialect) {
  const account = { baseUrl: url, token, ...defaultVersions, ratePercent: 100 } as const;
  return openAccountForWriting({ ...account, dialect, sleep: async () => undefined });
}

function enrollmentsOfAna({ inspect }: Simulator): number {
  return inspect().enrollments.filter(({ contactId }) => contactId === '1041').length;
}

function posts({ requests }: Simulator, path: RegExp): number {
  return requests().filter((one) => one.method !== 'GET' && path.test(one.path)).length;
}

describe.each(dialects)(
  'in %s, question 1: the enrollment of a contact never enrolled, and an ended one',
  (dialect) => {
    test.each<Partial<Variants>>([
      { enrollmentOfNever: 'not-found', enrollmentAfterEnd: 'present' },
      { enrollmentOfNever: 'not-found', enrollmentAfterEnd: 'not-found' },
      { enrollmentOfNever: 'empty', enrollmentAfterEnd: 'present' },
      { enrollmentOfNever: 'empty', enrollmentAfterEnd: 'not-found' },
    ])('%j gives the same plan, before and after the end', async (variants) => {
      // The properties lack the sequence of one contact, and the enrollment date of the other.
      const account = everyRouteAccount();
      const iris = account.contacts.find(({ id }) => id === '1057');
      if (iris) {
        const shown = {
          hs_sequences_is_enrolled: 'false',
          hs_latest_sequence_enrolled: '5510022',
          hs_latest_sequence_finished_date: '2026-06-08T08:00:00.000Z',
        };
        iris.lag = { until: Number.MAX_SAFE_INTEGER, shown };
      }
      const yaml = everyRoute(dialect).replace('{ id: 1043 }]', '{ id: 1043 }, { id: 1057 }]');
      const files = everyRouteFiles;
      const usual = await lineOver({ yaml, files, dialect, simulator: { account } });
      const other = await lineOver({ yaml, files, dialect, simulator: { account, variants } });
      const plans = await Promise.all([usual.plan(), other.plan()]);
      expect(plans[1]?.plan?.changes).toEqual(plans[0]?.plan?.changes);
      expect(plans[1]?.plan?.unchanged).toEqual(plans[0]?.plan?.unchanged);
      for (const line of [usual, other]) {
        await line.apply({ allowArchive: true });
        await line.simulator.advance('40d');
      }
      const after = await Promise.all([usual.plan(), other.plan()]);
      expect(after[1]?.plan?.unchanged).toEqual(after[0]?.plan?.unchanged);
      expect(after[1]?.plan?.summary).toEqual(after[0]?.plan?.summary);
    });
  },
);

describe.each(dialects)('in %s, question 2: the shape of a refusal', (dialect) => {
  test.each(shapes)(
    '%j: a sender that cannot send fails with the reason, and does not stop other senders',
    async (variants) => {
      const yaml = `
sequences:
  outbound:
    id: 5510021
    sender: maria@acme.example
    members:
      - { id: 1041, sender: nina@acme.example }
      - { id: 1042, sender: omar@acme.example }
      - { id: 1044 }
`;
      const line = await lineOver({ yaml, dialect, simulator: { variants } });
      const came = await line.apply();
      expect(came.exit).toBe(ExitCode.partly);
      expect(came.report?.outcomes).toMatchObject([
        { status: 'failed', help: expect.stringContaining('inbox') },
        { status: 'failed', help: expect.stringContaining('seat') },
        { status: 'done' },
      ]);
    },
  );

  test.each(shapes)(
    '%j: contacts that may not be emailed are blocked, each with the reason',
    async (variants) => {
      const line = await lineOver({ yaml: onlyAna, dialect, simulator: { variants } });
      const { reader, writer } = writerOf(line.simulator, dialect);
      const ids = ['1046', '1047', '1058', '1059', '1056', '1048'];
      const contacts = await reader.contacts(ids, []);
      const reasons = ['opted out', 'bounced', 'spam', 'block list', 'already enrolled', 'email address'];
      for (const [index, id] of ids.entries()) {
        const contact = contacts.get(id);
        if (!contact) throw new Error(`no contact ${id}`);
        const answer = await writer.enroll({ kind: 'sequence', targetId: outbound, contact, sender: maria });
        expect([id, answer]).toMatchObject([
          id,
          {
            outcome: 'refused',
            cause: id === '1056' ? 'state' : 'contact',
            reason: expect.stringContaining(reasons[index] ?? ''),
          },
        ]);
      }
    },
  );

  test.each(shapes)(
    "%j: an inbox that has reached its day's limit fails until tomorrow",
    async (variants) => {
      const account = defaultAccount();
      const [first] = account.owners;
      if (first) first.dailyLimit = 1;
      const yaml = onlyAna.replace('ana@northwind.example', '{ id: 1041 }, { id: 1042 }');
      const line = await lineOver({ yaml, dialect, simulator: { variants, account } });
      const came = await line.apply();
      expect(came.report?.counts).toMatchObject({ done: 1, failed: 1 });
      expect(came.report?.outcomes.find(({ status }) => status === 'failed')?.help).toContain('tomorrow');
      await line.simulator.advance('25h');
      expect((await line.apply()).report?.counts).toMatchObject({ planned: 1, done: 1 });
    },
  );
});

describe('in documented, more of question 2', () => {
  test.each(shapes)("%j: an email that is not the sender's fails", async (variants) => {
    const line = await lineOver({ yaml: onlyAna, dialect: 'documented', simulator: { variants } });
    const { reader, writer } = writerOf(line.simulator, 'documented');
    const contact = (await reader.contacts(['1041'], [])).get('1041');
    if (!contact) throw new Error('no contact');
    const sender = { ...maria, alias: 'unused@acme.example' };
    expect(await writer.enroll({ kind: 'sequence', targetId: outbound, contact, sender })).toMatchObject({
      outcome: 'refused',
      cause: 'sender',
      help: expect.stringContaining('alias'),
    });
  });
});

describe('question 3: v2 requests for contacts that a workflow does not accept or does not have', () => {
  test.each<Partial<Variants>>([{ suppressedContact: 'accepted' }, { suppressedContact: 'refused' }])(
    '%j: a contact on a suppression list is blocked, and nothing is sent',
    async (variants) => {
      const yaml = onboarding('members: [{ id: 1066 }, { id: 1049 }]');
      const line = await lineOver({ yaml, dialect: 'documented', simulator: { variants } });
      const came = await line.apply();
      expect(came.plan?.diagnostics.map(({ code }) => code)).toContain('workflow-suppresses');
      expect(came.plan?.unchanged).toMatchObject([
        { contact: { id: '1066' }, status: 'blocked', reason: expect.stringContaining('on list 620') },
      ]);
      expect(came.report?.outcomes).toMatchObject([{ address: 'workflows.onboarding/1049', status: 'done' }]);
      expect(posts(line.simulator, /enrollments\/contacts\/vera/)).toBe(0);
    },
  );

  test.each<Partial<Variants>>([{ suppressedContact: 'accepted' }, { suppressedContact: 'refused' }])(
    '%j: 204 does not prove the enrollment of a contact suppressed after the plan',
    async (variants) => {
      const line = await lineOver({ yaml: onlyAna, dialect: 'documented', simulator: { variants } });
      const { reader, writer } = writerOf(line.simulator, 'documented');
      const contact = (await reader.contacts(['1066'], [])).get('1066');
      if (!contact) throw new Error('no contact');
      expect(await writer.enroll({ kind: 'workflow', targetId: '900100', contact })).toMatchObject(
        variants.suppressedContact === 'accepted'
          ? { outcome: 'accepted' }
          : { outcome: 'refused', reason: expect.stringContaining('suppression list') },
      );
    },
  );

  test.each<Partial<Variants>>([{ alreadyInWorkflow: 'accepted' }, { alreadyInWorkflow: 'refused' }])(
    '%j: enrolling an active contact does nothing',
    async (variants) => {
      const line = await lineOver({ yaml: onlyAna, dialect: 'documented', simulator: { variants } });
      const { reader, writer } = writerOf(line.simulator, 'documented');
      const contact = (await reader.contacts(['1062'], [])).get('1062');
      if (!contact) throw new Error('no contact');
      const before = line.simulator.inspect().enrollments.length;
      const answer = await writer.enroll({ kind: 'workflow', targetId: '900100', contact });
      expect(answer.outcome).toBe(variants.alreadyInWorkflow === 'accepted' ? 'accepted' : 'refused');
      expect(line.simulator.inspect().enrollments).toHaveLength(before);
    },
  );

  test.each<Partial<Variants>>([{ disabledWorkflow: 'accepted' }, { disabledWorkflow: 'refused' }])(
    '%j: the plan shows a disabled workflow, and apply enrolls no contact in it',
    async (variants) => {
      const yaml = onboarding('members: [{ id: 1049 }]').replace('900100', '900300');
      const line = await lineOver({ yaml, dialect: 'documented', simulator: { variants } });
      const came = await line.apply();
      expect(came.plan?.unchanged).toMatchObject([
        { status: 'blocked', reason: expect.stringContaining('off') },
      ]);
      expect(posts(line.simulator, /enrollments\/contacts/)).toBe(0);
    },
  );

  test.each<Partial<Variants>>([{ notInWorkflow: 'accepted' }, { notInWorkflow: 'not-found' }])(
    '%j: unenrolling a contact that is not active changes nothing',
    async (variants) => {
      const line = await lineOver({ yaml: onlyAna, dialect: 'documented', simulator: { variants } });
      const { reader, writer } = writerOf(line.simulator, 'documented');
      const contact = (await reader.contacts(['1041'], [])).get('1041');
      if (!contact) throw new Error('no contact');
      const answer = await writer.unenroll({ kind: 'workflow', targetId: '900100', contact });
      expect(answer.outcome).toBe(variants.notInWorkflow === 'accepted' ? 'accepted' : 'refused');
    },
  );
});

describe.each(dialects)('in %s, more of question 3: the shape of the workflows of a contact', (dialect) => {
  test.each<Partial<Variants>>([
    { noWorkflows: 'empty', oneWorkflow: 'array' },
    { noWorkflows: 'empty', oneWorkflow: 'object' },
    { noWorkflows: 'not-found', oneWorkflow: 'array' },
    { noWorkflows: 'not-found', oneWorkflow: 'object' },
  ])('%j: an active contact stays, and an inactive one is enrolled once', async (variants) => {
    const yaml = onboarding('members: [{ id: 1062 }, { id: 1049 }]');
    const line = await lineOver({ yaml, dialect, simulator: { variants } });
    const came = await line.apply();
    expect(came.report?.outcomes).toMatchObject([{ address: 'workflows.onboarding/1049', status: 'done' }]);
    expect((await line.plan()).plan).toMatchObject({ changes: [], summary: { active: 2 } });
  });

  test.each<Partial<Variants>>([{ listFilterId: 'workflow' }, { listFilterId: 'flow' }])(
    '%j: a list of active contacts is accepted with either id, and one of another workflow is rejected',
    async (variants) => {
      const simulator = { variants };
      const right = onboarding('members: [{ id: 1062 }], activeList: 553, everList: 554');
      expect((await (await lineOver({ yaml: right, dialect, simulator })).plan()).plan).toMatchObject({
        errored: false,
        summary: { active: 1 },
      });
      const wrong = onboarding('members: [{ id: 1062 }], activeList: 612, everList: 553');
      const refused = await (await lineOver({ yaml: wrong, dialect, simulator })).plan();
      expect(refused.exit).toBe(ExitCode.invalidConfiguration);
      expect(refused.plan?.diagnostics.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['active-list-wrong', 'ever-list-wrong']),
      );
    },
  );
});

describe.each(dialects)('in %s, question 4: how long calculated properties lag', (dialect) => {
  test.each([0, 3_600_000])('%i ms: no contact is enrolled again meanwhile', async (lagMilliseconds) => {
    const line = await lineOver({ yaml: onlyAna, dialect, simulator: { lagMilliseconds } });
    expect((await line.apply()).report?.counts).toMatchObject({ planned: 1, done: 1 });
    for (let round = 0; round < 3; round += 1) {
      expect((await line.apply()).report?.counts).toMatchObject({ planned: 0 });
    }
    await line.simulator.advance('2h');
    expect((await line.plan()).plan?.summary).toMatchObject({ active: 1, unknown: 0 });
    expect(enrollmentsOfAna(line.simulator)).toBe(1);
  });

  test.each([0, 3_600_000])(
    '%i ms: a request with a lost response is never sent again',
    async (lagMilliseconds) => {
      const line = await lineOver({ yaml: onlyAna, dialect, simulator: { lagMilliseconds } });
      const path =
        dialect === 'guide' ? 'POST /crm/v3/objects/contacts/1041/sequences' : 'POST /automation/*';
      line.simulator.setFaults([{ kind: 'timeout', route: path, nth: 1, handled: true }]);
      line.account.timeoutMilliseconds = 1_000;
      const came = await line.apply();
      expect(came.report?.counts.planned).toBe(1);
      expect([ExitCode.done, ExitCode.unknown]).toContain(came.exit);
      await line.apply();
      await line.simulator.advance('2h');
      await line.apply();
      expect((await line.plan()).plan?.summary).toMatchObject({ active: 1, unknown: 0 });
      expect(enrollmentsOfAna(line.simulator)).toBe(1);
    },
  );
});

describe('question 5: whether a service key may call the v2 workflow routes', () => {
  const account = (): ReturnType<typeof defaultAccount> => ({
    ...defaultAccount(),
    tokens: { 'service-key': { scopes: [...allScopes], kind: 'service-key' as const } },
  });
  const yaml = onboarding('members: [{ id: 1049 }, { id: 1041 }]');

  test('it may', async () => {
    const line = await lineOver({ yaml, dialect: 'documented', simulator: { account: account() } });
    line.account.token = 'service-key';
    expect(await line.apply()).toMatchObject({ exit: ExitCode.done });
  });

  test('it may not: nothing more is sent, and the help has the reason', async () => {
    const variants = { serviceKeyWorkflows: 'read-only' } as const;
    const line = await lineOver({ yaml, dialect: 'documented', simulator: { account: account(), variants } });
    line.account.token = 'service-key';
    const came = await line.apply();
    expect(came).toMatchObject({ exit: ExitCode.account, report: { counts: { notAttempted: 2 } } });
    const reasons = came.report?.exitReasons.join(' ');
    expect(reasons).toContain('service key');
    for (const way of ['via: { list: … }', 'activeList', 'project app']) expect(reasons).toContain(way);
    expect(line.simulator.inspect().enrollments.filter(({ contactId }) => contactId === '1049')).toEqual([]);
  });

  describe('if it may not read, either', () => {
    const variants = { serviceKeyWorkflows: 'forbidden', tokenKind: 'service-key' } as const;
    const simulator = { variants };

    test('a plan that has to read by v2 ends, and names the ways that remain', async () => {
      const came = await (await lineOver({ yaml, dialect: 'documented', simulator })).plan();
      expect(came.failure).toMatchObject({ exitCode: ExitCode.account, code: 'v2-routes-refused' });
      for (const way of ['via: { list: … }', 'activeList', 'project app'])
        expect(came.failure?.help).toContain(way);
    });

    test('`via` with `activeList` enrolls, and tries v2 at most once in a process', async () => {
      const byList = `
workflows:
  newsletter:
    id: 900200
    members: [{ id: 1050 }]
    via: { list: 611 }
    activeList: 612
    everList: 613
`;
      const line = await lineOver({ yaml: byList, dialect: 'documented', simulator });
      const refused = () =>
        line.simulator.requests().filter(({ path }) => path.startsWith('/automation/v2/')).length;
      expect(await line.apply()).toMatchObject({ exit: ExitCode.done, report: { counts: { done: 1 } } });
      expect(refused()).toBe(1);
      expect((await line.plan()).plan).toMatchObject({ changes: [], summary: { active: 1 } });
      expect(refused()).toBeLessThanOrEqual(2);
    });
  });
});
