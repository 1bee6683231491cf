/** Plans and applies over the simulated account, in both dialects. */
import { describe, expect, test } from 'vitest';
import { ExitCode } from '../../src/model/exit-code.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { lineOver } from './line-over.ts';

const dialects = ['documented', 'guide'] as const;

const outbound = (more: string): string => `
sequences:
  outbound: { id: 5510021, sender: maria@acme.example, ${more} }
`;

describe.each(dialects)('in %s, a sequence by name', (dialect) => {
  const named = (name: string, more = ''): string => `
sequences:
  outbound: { name: "${name}", sender: maria@acme.example, members: [ana@northwind.example] }
${more}`;

  test('is the sequence of that id in plan, ledger and account', async () => {
    const line = await lineOver({ yaml: named('Q4 outbound'), dialect });
    const came = await line.apply();
    expect(came.plan?.changes).toMatchObject([{ target: { id: '5510021', name: 'Q4 outbound' } }]);
    expect(came.report?.counts).toMatchObject({ done: 1 });
    // The id instead of the name is the same target: no contact is enrolled again.
    line.write(outbound('members: [ana@northwind.example]'));
    expect((await line.plan()).plan).toMatchObject({ changes: [], summary: { active: 1 } });
  });

  test('is rejected if no user sees it, with a similar name', async () => {
    const came = await (await lineOver({ yaml: named('Q4 outbund'), dialect })).plan();
    expect(came.exit).toBe(ExitCode.invalidConfiguration);
    expect(came.failure).toMatchObject({
      code: 'sequence-name-unknown',
      message: expect.stringContaining('e.yaml:'),
      help: expect.stringContaining('Did you mean `Q4 outbound`?'),
    });
  });

  test('is rejected if two sequences have the name, with both ids', async () => {
    const account = defaultAccount();
    for (const one of account.sequences) one.name = 'Twin';
    const came = await (await lineOver({ yaml: named('Twin'), dialect, simulator: { account } })).apply();
    expect(came.failure).toMatchObject({
      code: 'sequence-name-ambiguous',
      message: expect.stringContaining('5510021, 5510022'),
    });
  });

  test('is rejected together with its id under another key', async () => {
    const more = '  again: { id: 5510021, sender: maria@acme.example, members: [{ id: 1042 }] }';
    const came = await (await lineOver({ yaml: named('Q4 outbound', more), dialect })).plan();
    expect(came.failure).toMatchObject({ code: 'duplicate-target', exitCode: ExitCode.invalidConfiguration });
  });
});

describe.each(dialects)('in %s, contacts', (dialect) => {
  test('declared under two emails are enrolled once, with a warning', async () => {
    const members = 'members: [jo@adatum.example, Joanna.Weiss@adatum.example]';
    const line = await lineOver({ yaml: outbound(members), dialect });
    const came = await line.apply();
    expect(came.plan?.diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual([
      'same-person-twice',
      'warning',
    ]);
    expect(came.report?.counts).toMatchObject({ planned: 1, done: 1 });
    expect((await line.plan()).plan?.changes).toEqual([]);
  });

  test('that HubSpot does not find are blocked, with the most similar contact', async () => {
    const members = 'members: [ana@nortwind.example, sam.else@nowhere.example]';
    const came = await (await lineOver({ yaml: outbound(members), dialect })).plan();
    const helps = Object.fromEntries(came.plan?.unchanged.map(({ address, help }) => [address, help]) ?? []);
    expect(helps['sequences.outbound/a•••@nortwind.example']).toContain(
      'Did you mean a•••@northwind.example, contact 1041?',
    );
    expect(helps['sequences.outbound/s•••@nowhere.example']).not.toContain('Did you mean');
    expect(JSON.stringify(came.plan)).not.toContain('ana@');
  });

  test('match emails in another case, and with a plus', async () => {
    const members = 'members: [GRACE.kim@litware.EXAMPLE, sam+events@adatum.example, sam@adatum.example]';
    const came = await (await lineOver({ yaml: outbound(members), dialect })).plan();
    expect(came.plan?.changes.map(({ address }) => address)).toEqual([
      'sequences.outbound/1050',
      'sequences.outbound/1049',
    ]);
    expect(came.plan?.summary.blocked).toBe(1);
  });

  test('without an unenroll route are listed with the reason and a link, and apply reports them as manual', async () => {
    const yaml =
      dialect === 'documented'
        ? outbound('members: [], allowEmpty: true, absent: [old@contoso.example]')
        : `
workflows:
  onboarding: { id: 900100, members: [], allowEmpty: true, absent: [{ id: 1062 }] }
`;
    const came = await (await lineOver({ yaml, dialect })).apply();
    expect(came.exit).toBe(ExitCode.partly);
    expect(came.plan?.unchanged).toMatchObject([
      {
        status: 'manual',
        reason: expect.stringContaining(
          dialect === 'documented' ? 'names no unenroll workflow' : 'names no exit workflow',
        ),
        contact: {
          link: expect.stringMatching(/^https:\/\/app-eu1\.hubspot\.com\/contacts\/\d+\/record\/0-1\/1/),
        },
      },
    ]);
    expect(came.report?.exitReasons).toEqual(['1 contact must be unenrolled by hand']);
  });

  test('that are already on the `via` list are not added again', async () => {
    const yaml = `
workflows:
  trials: { id: 900400, noHistoryBefore: 2027-01-01, members: [{ id: 1011 }, { id: 1012 }], via: { list: 614 } }
`;
    const account = defaultAccount();
    account.lists
      .find(({ id }) => id === '614')
      ?.members?.push({ id: '1011', at: '2026-10-20T08:00:00.000Z' });
    const line = await lineOver({ yaml, dialect, simulator: { account } });
    const came = await line.apply();
    expect(came.plan?.unchanged).toMatchObject([{ address: 'workflows.trials/1011', status: 'blocked' }]);
    expect(came.report?.outcomes).toMatchObject([{ address: 'workflows.trials/1012', status: 'done' }]);
  });
});

describe.each(dialects)('in %s, the requests of a day', (dialect) => {
  const yaml = outbound('members: [{ id: 1041 }, { id: 1042 }, { id: 1044 }]');
  const rateLimit = { burst: 1_000, intervalMilliseconds: 10, daily: 0 };

  test('are in the plan, but not how many remain', async () => {
    const line = await lineOver({ yaml, dialect, simulator: { rateLimit: { ...rateLimit, daily: 1_000 } } });
    const [first, second] = [await line.plan(), await line.plan()];
    expect(first.plan?.summary).toMatchObject({ requests: 4, requestsPerDay: 1_000 });
    expect(second.plan?.planId).toBe(first.plan?.planId);
  });

  test('stop an apply that exceeds them before it sends anything', async () => {
    const reads = async (): Promise<number> => {
      const line = await lineOver({
        yaml,
        dialect,
        simulator: { rateLimit: { ...rateLimit, daily: 1_000 } },
      });
      await line.plan();
      return line.simulator.requests().length;
    };
    const daily = (await reads()) + 3;
    const line = await lineOver({ yaml, dialect, simulator: { rateLimit: { ...rateLimit, daily } } });
    const came = await line.apply();
    expect(came).toMatchObject({ exit: ExitCode.quota, failure: { code: 'quota-too-small' } });
    expect(came.failure?.message).toContain(
      `about 4 requests, but the account has only 3 of ${daily} left today`,
    );
    expect(line.simulator.requests()).toHaveLength(daily - 3);
  });

  test('that are used up during an apply leave the rest to a later run', async () => {
    const line = await lineOver({ yaml, dialect });
    const path = dialect === 'guide' ? 'POST /crm/v3/objects/contacts/*/sequences' : 'POST */enrollments';
    line.simulator.setFaults([{ kind: 'quota', route: path, nth: 2, times: 5 }]);
    const came = await line.apply();
    expect(came.exit).toBe(ExitCode.quota);
    const { planned, done, notAttempted } = came.report?.counts ?? { planned: 0, done: 0, notAttempted: 0 };
    expect([planned, done + notAttempted]).toEqual([3, 3]);
    line.simulator.setFaults([]);
    expect((await line.apply()).report?.counts).toMatchObject({ planned: notAttempted, done: notAttempted });
    expect((await line.plan()).plan?.changes).toEqual([]);
  });
});

describe.each(dialects)('in %s, a workflow that is archived', (dialect) => {
  const yaml = `
limits: { unenroll: 10 }
workflows:
  newsletter: { id: 900200, retired: archive, activeList: 612, unenroll: { workflow: 900500 } }
`;

  test('is deleted after all contacts are unenrolled, and only with --allow-archive', async () => {
    const account = defaultAccount();
    const exit = account.flows.find(({ id }) => id === '900500');
    if (exit) exit.definition.unEnrollmentSetting = { type: 'SELECTIVE', flowIds: ['900200'] };
    const line = await lineOver({ yaml, dialect, simulator: { account } });
    const deletions = (): number =>
      line.simulator.requests().filter(({ method, path }) => method === 'DELETE' && path.includes('/flows/'))
        .length;
    const first = await line.apply({ allowArchive: true });
    expect(first.plan?.summary).toMatchObject({ archive: 0, unenroll: 3 });
    expect(first.report?.counts).toMatchObject({ done: 3 });

    const refused = await line.apply();
    expect(refused).toMatchObject({ exit: ExitCode.limit, failure: { code: 'archive-not-allowed' } });
    expect(refused.failure?.help).toContain('--allow-archive');
    expect(deletions()).toBe(0);

    expect(await line.apply({ allowArchive: true })).toMatchObject({ exit: ExitCode.done });
    expect(deletions()).toBe(1);
    expect((await line.plan()).plan?.changes).toEqual([]);
  });
});

describe('the differences between the dialects', () => {
  test('documented sends from an alias, and guide rejects an alias', async () => {
    const yaml = outbound('senderAlias: sales@acme.example, members: [ana@northwind.example]');
    const documented = await (await lineOver({ yaml, dialect: 'documented' })).apply();
    expect(documented).toMatchObject({ exit: ExitCode.done });
    const guide = await (await lineOver({ yaml, dialect: 'guide' })).plan();
    expect(guide.plan).toMatchObject({ errored: true, changes: [] });
    expect(guide.plan?.diagnostics.map(({ code }) => code)).toContain('sender-alias-unused');
  });
});

describe.each(dialects)('in %s, routes that end soon', (dialect) => {
  test('have a warning in the plan', async () => {
    const account = defaultAccount();
    account.now = '2026-12-10T09:00:00.000Z';
    const yaml = 'workflows: { onboarding: { id: 900100, members: [{ id: 1062 }] } }';
    const came = await (await lineOver({ yaml, dialect, simulator: { account } })).plan();
    expect(came.plan?.diagnostics.filter(({ code }) => code === 'routes-end')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('2027-03-30') },
    ]);
  });
});
