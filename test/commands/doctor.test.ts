import { describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { plan } from '../../src/commands/plan.ts';
import { checkToken } from '../../src/hubspot/doctor/check-token.ts';
import type { Portal } from '../../src/model/desired-state.ts';
import { validateOnline } from '../../src/commands/validate.ts';
import { formatSource } from '../../src/model/results/diagnostic.ts';
import type { CheckArea, Check } from '../../src/model/results/examination.ts';
import { Failure } from '../../src/model/failure.ts';
import { renderDoctor } from '../../src/render/text/doctor.ts';
import type { SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { routes } from '../../src/hubspot/routes.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { dialects, planOptions, accountWorld } from './account-world.ts';
import type { AccountWorld } from './account-world.ts';

const head = 'version: 1\nportal: simulated\n';

/** A valid file with something of every kind that a file may name. */
const completeYaml = `${head}audiences: { events: [{ list: 482 }] }
sequences:
  q4:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, { id: 1042, sender: paul@acme.example }]
    unenroll: { workflow: 7781 }
  renewal: { id: 5510022, sender: contact-owner, members: [{ audience: events }] }
workflows:
  newsletter:
    id: 900200
    members: [ana@northwind.example, bo@northwind.example]
    via: { list: 611 }
    activeList: "Newsletter: active"
    everList: 613
  leaving: { id: 900100, absent: [lars@tailspin.example], unenroll: { workflow: 900500 } }
`;

const allReadScopes = [
  'crm.objects.contacts.read',
  'crm.objects.owners.read',
  'crm.lists.read',
  'automation.sequences.read',
  'automation',
];

const run = (world: AccountWorld, dialect: 'documented' | 'guide' = 'documented') =>
  doctor({ paths: ['e.yaml'], dialect, unenrollWorkflow: false }, world.deps);

async function worldWith(
  yaml: string,
  options: SimulatorOptions & { token?: string } = {},
): Promise<AccountWorld> {
  const world = await accountWorld(options);
  world.files['e.yaml'] = yaml;
  return world;
}

/** An account with an additional token that has these scopes. */
function tokenWith(scopes: readonly string[]): SimulatorOptions & { readonly token: string } {
  return { account: { ...defaultAccount(), tokens: { narrow: { scopes: [...scopes] } } }, token: 'narrow' };
}

/** Returns the checks with a status, as `area code`. */
function checksWithStatus({ seen }: AccountWorld, status: Check['status'] = 'failed'): readonly string[] {
  return (seen.checks ?? [])
    .filter((check) => check.status === status)
    .map(({ area, code }) => `${area} ${code}`);
}

function messages({ seen }: AccountWorld, area: CheckArea): string {
  return (seen.checks ?? [])
    .filter((check) => check.area === area)
    .map(({ message }) => message)
    .join('\n');
}

describe.each(dialects)('doctor in %s', (dialect) => {
  it('finds no failure in a valid account, and only reads', async () => {
    const world = await worldWith(completeYaml);
    expect(await run(world, dialect)).toBe(0);
    expect(checksWithStatus(world)).toEqual([]);
    expect(world.writes()).toEqual([]);
    const result = { checks: world.seen.checks ?? [], exitCode: 0, portalId: 99000001 } as const;
    const text = (verbose: boolean): string => renderDoctor(result, { color: false, width: 80, verbose });
    await expect(text(false)).toMatchFileSnapshot(`golden/doctor-${dialect}.txt`);
    await expect(text(true)).toMatchFileSnapshot(`golden/doctor-${dialect}-verbose.txt`);
  });

  it('names the missing scope, and continues with all other checks', async () => {
    for (const missing of allReadScopes) {
      const world = await worldWith(
        completeYaml,
        tokenWith(allReadScopes.filter((scope) => scope !== missing)),
      );
      expect(await run(world, dialect), missing).toBe(4);
      const failed = world.seen.checks?.filter(({ status }) => status === 'failed') ?? [];
      expect(failed.map(({ area, code }) => `${area} ${code}`)).toEqual(['scopes scope-missing']);
      expect(failed[0]).toMatchObject({ message: expect.stringContaining(missing) });
      expect(failed[0]).toMatchObject({ help: expect.stringContaining(missing) });
      expect(messages(world, 'rate')).toContain('remaining today');
    }
  });

  it('names the scopes that cannot be checked without writing', async () => {
    const world = await worldWith(completeYaml);
    await run(world, dialect);
    const untried = world.seen.checks?.filter(({ code }) => code === 'scope-not-tried') ?? [];
    expect(untried.map(({ message }) => message.split(' ', 1)[0])).toEqual([
      'automation.sequences.enrollments.write',
      'crm.lists.write',
    ]);
  });

  it('reports every wrong id with its source, and the checks that pass', async () => {
    const world = await worldWith(`${head}audiences: { events: [{ list: 482 }], lost: [{ list: 9999 }] }
sequences:
  gone: { id: 999, sender: unknown@acme.example, members: [{ audience: lost }] }
  q4: { id: 5510021, sender: maria@acme.example, members: [{ id: 1042, sender: left@acme.example }] }
workflows:
  gone: { id: 12, members: [bo@northwind.example, ana@northwind.example] }
  deals: { id: 900700, members: [bo@northwind.example, ana@northwind.example] }
  winter: { id: 900300, members: [bo@northwind.example, ana@northwind.example], activeList: Nowhere }
  swapped: { id: 900200, members: [{ audience: events }], activeList: 553, everList: 554 }
`);
    expect(await run(world, dialect)).toBe(3);
    const failed = world.seen.checks?.filter(({ status }) => status === 'failed') ?? [];
    expect(failed.map(({ area, code, source }) => `${source?.line} ${area} ${code}`)).toEqual([
      '5 senders sender-missing',
      '6 senders sender-missing',
      '5 sequences target-missing',
      '8 workflows target-missing',
      '9 workflows target-unsuitable',
      '11 workflows active-list-wrong',
      '11 workflows ever-list-wrong',
      '3 lists list-missing',
      '10 lists list-missing',
    ]);
    expect(checksWithStatus(world, 'warning')).toContain('workflows target-disabled');
    expect(messages(world, 'sequences')).toContain('"Q4 outbound"');
  });

  it('reports a route that no longer exists, and continues with all other checks', async () => {
    const route =
      dialect === 'guide' ? '/crm/v3/objects/contacts/*/associations/sequences' : '/automation/v2/*';
    const yaml = `${completeYaml}  plain: { id: 900400, members: [bo@northwind.example, ana@northwind.example] }\n`;
    const world = await worldWith(yaml, { faults: [{ kind: 'status', status: 410, route }] });
    expect(await run(world, dialect)).toBe(1);
    const [first] = world.seen.checks?.filter(({ status }) => status === 'failed') ?? [];
    expect(first?.message).toContain('410');
    const helps = dialect === 'guide' ? 'dialect: documented' : 'Check the ids';
    expect(first).toMatchObject({ help: expect.stringContaining(helps) });
    expect(messages(world, 'lists')).toContain('List 482');
  });

  it('reports an unenroll workflow or an exit workflow that unenrolls no contact', async () => {
    const world = await worldWith(`${head}
sequences:
  q4: { id: 5510021, sender: maria@acme.example, absent: [bo@northwind.example], unenroll: { workflow: 900100 } }
workflows:
  news: { id: 900200, absent: [bo@northwind.example], unenroll: { workflow: 900500 } }
`);
    await run(world, dialect);
    const code = dialect === 'guide' ? 'workflows exit-workflow-wrong' : 'sequences unenroll-workflow-unfit';
    expect([...checksWithStatus(world), ...checksWithStatus(world, 'warning')]).toContain(code);
  });
});

describe('doctor', () => {
  it('reads nothing more from a wrong account', async () => {
    const world = await worldWith(completeYaml.replace('simulated', '12345'));
    expect(await run(world)).toBe(4);
    expect(checksWithStatus(world)).toEqual(['account wrong-account']);
    expect(world.simulator.requests()).toHaveLength(1);
    expect(checksWithStatus(world, 'warning')).toContain('ledger ledger-missing');
  });

  it.each([
    { fault: 'a refused token', options: { token: 'revoked' }, exit: 4, code: 'token-refused' },
    {
      fault: 'an exhausted daily quota',
      options: { faults: [{ kind: 'quota' }] },
      exit: 10,
      code: 'quota-used-up',
    },
    { fault: 'web pages', options: { faults: [{ kind: 'html' }] }, exit: 1, code: 'hubspot-no-response' },
    {
      fault: 'a reset connection',
      options: { faults: [{ kind: 'reset' }] },
      exit: 1,
      code: 'hubspot-no-response',
    },
    {
      fault: 'a server that is down',
      options: { faults: [{ kind: 'status', status: 503 }] },
      exit: 1,
      code: 'hubspot-refused',
    },
  ] as const)('reports $fault in one check, and still checks the routes', async ({ options, exit, code }) => {
    const world = await worldWith(completeYaml, options);
    expect(await run(world)).toBe(exit);
    expect(checksWithStatus(world)).toEqual([`account ${code}`]);
    expect(messages(world, 'routes')).toContain('2027-03-30');
  });

  it('survives any fault of any single route with at least one failed check', async () => {
    const paths = [
      '/crm/owners/2026-09',
      '/crm/objects/2026-09/contacts/search',
      '/automation/v4/*',
      '/automation/sequences/*',
      '/crm/lists/2026-09/*',
    ];
    for (const route of paths) {
      for (const kind of ['html', 'cut-off', 'error-200', 'redirect'] as const) {
        const world = await worldWith(completeYaml, { faults: [{ kind, route }] });
        expect(await run(world), `${kind} ${route}`).toBe(1);
        expect(checksWithStatus(world).length, `${kind} ${route}`).toBeGreaterThan(0);
      }
    }
  });

  it('exits with 3 for the files rather than with 4 for the token', async () => {
    const world = await worldWith(completeYaml.replace('5510022', '99'), tokenWith(allReadScopes.slice(1)));
    expect(await run(world)).toBe(3);
    expect(checksWithStatus(world)).toEqual(
      expect.arrayContaining(['scopes scope-missing', 'sequences target-missing']),
    );
  });

  it('reports problems of the files, and still checks the account', async () => {
    const world = await worldWith(`${head}sequnces: {}\n`);
    expect(await run(world)).toBe(3);
    expect(checksWithStatus(world)).toEqual(['files unknown-key']);
    expect(messages(world, 'account')).toContain('opens account');
  });

  it('needs no files, and without files no token', async () => {
    const world = await accountWorld();
    const bare = { paths: [], unenrollWorkflow: false };
    expect(await doctor(bare, world.deps)).toBe(0);
    expect(messages(world, 'account')).toContain('opens account');
    expect(messages(world, 'rate')).not.toBe('');
    const noToken = new Failure({
      exitCode: 4,
      code: 'token-missing',
      message: 'No token.',
      help: 'Set one.',
    });
    const deps = { ...world.deps, openExaminer: () => Promise.reject(noToken) };
    expect(await doctor(bare, deps)).toBe(0);
    expect(checksWithStatus(world, 'warning')).toEqual(['files file-not-found', 'account token-missing']);
    world.files['e.yaml'] = completeYaml;
    expect(await doctor({ ...bare, paths: ['e.yaml'] }, deps)).toBe(4);
  });

  describe('without files', () => {
    const bare = { paths: [], unenrollWorkflow: false };
    const everyScope = [...new Set(routes.flatMap(({ scopes }) => scopes))].filter(
      (scope) => scope !== 'oauth',
    );
    const readable = everyScope.filter((scope) => !scope.endsWith('.write'));

    it('tries every scope that some file could need, and names those that it cannot try', async () => {
      const world = await accountWorld();
      expect(await doctor(bare, world.deps)).toBe(0);
      expect(checksWithStatus(world)).toEqual([]);
      for (const scope of everyScope) expect(messages(world, 'scopes')).toContain(scope);
      expect(checksWithStatus(world, 'ok').filter((one) => one.startsWith('scopes'))).toHaveLength(
        readable.length,
      );
      expect(checksWithStatus(world, 'warning').slice(0, 2)).toEqual([
        'files file-not-found',
        'scopes scope-not-tried',
      ]);
      expect(world.writes()).toEqual([]);
    });

    it.each(readable)('explains what does not work without %s', async (missing) => {
      const scopes = everyScope.filter((scope) => scope !== missing);
      const world = await accountWorld(tokenWith(scopes));
      const needed = missing === 'crm.objects.contacts.read';
      expect(await doctor(bare, world.deps)).toBe(needed ? 4 : 0);
      const status = needed ? 'failed' : 'warning';
      const found = world.seen.checks?.filter((check) => check.code === 'scope-missing') ?? [];
      expect(found).toMatchObject([
        {
          status,
          message: expect.stringMatching(new RegExp(`^${missing} is missing\\. Without it, .`, 'u')),
        },
      ]);
    });

    it('reports a sequence scope that cannot be tried, because the account shows no user', async () => {
      const account = { ...defaultAccount(), owners: [] };
      const world = await accountWorld({ account });
      await doctor(bare, world.deps);
      expect(messages(world, 'scopes')).toContain('automation.sequences.read could not be tried');
    });

    it.each([
      ['html', 1],
      ['quota', 10],
    ] as const)('reports the fault %s of a route, and continues', async (kind, exit) => {
      const world = await accountWorld({ faults: [{ kind, route: '/automation/v4/flows' }] });
      expect(await doctor(bare, world.deps)).toBe(exit);
      expect(messages(world, 'scopes')).toContain('crm.lists.read: ');
    });
  });

  it('finds a sequence by its name, and reports an unknown name', async () => {
    const named = (name: string): string =>
      `${head}sequences:\n  q4: { name: ${name}, sender: maria@acme.example, members: [{ id: 1042 }] }\n`;
    const world = await worldWith(named('Q4 outbound'));
    expect(await run(world)).toBe(0);
    expect(messages(world, 'sequences')).toContain('5510021');
    world.files['e.yaml'] = named('Q4 inbound');
    expect(await run(world)).toBe(3);
    expect(checksWithStatus(world)).toEqual(['sequences sequence-name-unknown']);
  });

  it('reads the ledger if it exists', async () => {
    const world = await worldWith(completeYaml);
    await apply({ ...planOptions, paths: ['e.yaml'], autoApprove: true, newLedger: true }, world.deps);
    await run(world);
    expect(messages(world, 'ledger')).toMatch(
      /can be read at \S+ \(from `ledger`\): started on 2026-11-02, last run 1, records: [1-9]/u,
    );
  });

  it('explains how to build an unenroll workflow without files, token or network', async () => {
    const world = await accountWorld();
    expect(await doctor({ paths: ['nowhere.yaml'], unenrollWorkflow: true }, world.deps)).toBe(0);
    expect(world.seen.unenrollWorkflowGuides).toBe(1);
    expect(world.simulator.requests()).toEqual([]);
  });
});

describe('the versions of the routes', () => {
  const routesOf = ({ seen }: AccountWorld) =>
    (seen.checks ?? []).filter(({ code }) => code.startsWith('api-version'));

  it('are those that the token reaches', async () => {
    const world = await worldWith(completeYaml);
    expect(await run(world, 'documented')).toBe(0);
    expect(routesOf(world).map(({ status, message }) => `${status}: ${message}`)).toEqual([
      "ok: The token reaches 2026-09, 2026-03, legacy of HubSpot's API; rollcall uses 2026-09 (`apiVersion`)",
      'ok: The token reaches v4, 2026-09-beta of the workflow routes; rollcall uses v4 (`workflowApiVersion`)',
    ]);
  });

  it.each([
    ['2026-03', '', '`apiVersion: 2026-03`'],
    ['legacy', '', '`apiVersion: legacy`'],
    ['dated', 'apiVersion: legacy\n', '`apiVersion: 2026-09`'],
  ] as const)('are named if the account only reaches %s', async (apiVersions, chosen, remedy) => {
    const yaml = completeYaml.replace('portal:', `${chosen}portal:`);
    const world = await worldWith(yaml, { variants: { apiVersions } });
    expect(await run(world, 'documented')).toBe(3);
    expect(routesOf(world)).toMatchObject([
      { status: 'failed', code: 'api-version-missing', help: expect.stringContaining(remedy) },
    ]);
    // With that version, doctor finds no failure; another run never switched to it.
    world.files['e.yaml'] = completeYaml.replace('portal:', `${remedy.replaceAll('`', '')}\nportal:`);
    expect(await run(world, 'documented')).toBe(0);
  });

  it('of workflows are named, too', async () => {
    const world = await worldWith(completeYaml, { variants: { workflowApiVersions: '2026-09-beta' } });
    expect(await run(world, 'documented')).toBe(3);
    expect(routesOf(world).at(-1)).toMatchObject({
      status: 'failed',
      help: expect.stringContaining('`workflowApiVersion: 2026-09-beta`'),
    });
    world.files['e.yaml'] = completeYaml.replace('portal:', 'workflowApiVersion: 2026-09-beta\nportal:');
    expect(await run(world, 'documented')).toBe(0);
  });

  it('are named for a single route that does not respond', async () => {
    const fault = { kind: 'status', status: 404, route: 'GET /crm/owners/2026-09' } as const;
    const world = await worldWith(completeYaml, { faults: [fault] });
    expect(await run(world, 'documented')).toBe(1);
    const [first] = world.seen.checks?.filter(({ status }) => status === 'failed') ?? [];
    expect(first).toMatchObject({
      message: expect.stringContaining('owners: GET /crm/owners/2026-09'),
      help: expect.stringContaining('If the account lacks version 2026-09 of this route'),
    });
  });

  it('are never chosen by rollcall: plan fails, and names the key', async () => {
    const world = await worldWith(completeYaml, { variants: { apiVersions: 'legacy' } });
    await expect(
      plan({ ...planOptions, paths: ['e.yaml'], dialect: 'documented', detailedExitcode: false }, world.deps),
    ).rejects.toMatchObject({ help: expect.stringContaining('`apiVersion`') });
    const paths = new Set(world.simulator.requests().map(({ path }) => path));
    expect([...paths]).toEqual(['/account-info/2026-09/details']);
  });
});

describe('the kind of the token', () => {
  const real = completeYaml.replace('portal: simulated', 'portal: 99000001');

  it('is a service key if a refusal names it; the remaining ways are in the help', async () => {
    const world = await worldWith(real, {
      variants: { tokenKind: 'service-key', serviceKeyWorkflows: 'forbidden' },
    });
    expect(await run(world, 'documented')).toBe(4);
    expect(messages(world, 'token')).toBe('The token is a service key: a refusal by HubSpot names it');
    const failed = world.seen.checks?.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([
      { area: 'routes', code: 'v2-routes-refused', help: expect.stringContaining('via: { list: … }') },
    ]);
    // The other routes of the scope respond.
    expect(messages(world, 'scopes')).toContain('automation: flows-batch-read');
  });

  it.each(['service-key', 'project-app', 'legacy-app'] as const)(
    'is not shown by HubSpot otherwise: %s',
    async (tokenKind) => {
      const world = await worldWith(real, { variants: { tokenKind } });
      expect(await run(world, 'documented')).toBe(0);
      expect(messages(world, 'token')).toContain('HubSpot does not show whether the token is a service key');
    },
  );

  it('may be that of a legacy private app: a warning half a year before their end', () => {
    const statusOn = (day: string, portal: Portal = 1) =>
      checkToken([], `${day}T09:00:00.000Z`, portal).map(({ status }) => status);
    expect(statusOn('2026-11-02')).toEqual(['ok']);
    expect(statusOn('2027-03-05')).toEqual(['warning']);
    expect(statusOn('2027-03-05', 'simulated')).toEqual([]);
    const [check] = checkToken([], '2027-03-05T09:00:00.000Z', 1);
    expect(check).toMatchObject({
      message: expect.stringContaining('September 2027'),
      help: expect.stringContaining('create a service key'),
    });
  });
});

describe('validate --online', () => {
  const validate = async (world: AccountWorld, dialect: 'documented' | 'guide') => {
    const exit = await validateOnline({ paths: ['e.yaml'], dialect }, world.deps);
    const found = world.seen.validation?.diagnostics ?? [];
    return { exit, found: found.map(({ code, source }) => `${source ? formatSource(source) : '-'} ${code}`) };
  };

  it.each(dialects)('adds problems of the account to those of the files, in %s', async (dialect) => {
    const world = await worldWith(completeYaml);
    const valid = await validate(world, dialect);
    expect(valid.exit).toBe(0);
    world.files['e.yaml'] = completeYaml
      .replace('5510021', '77')
      .replace('maria@', 'mario@')
      .replace('482', '9482');
    const invalid = await validate(world, dialect);
    expect(invalid.exit).toBe(3);
    const added = invalid.found.filter((one) => !valid.found.includes(one));
    expect(added).toEqual([
      'e.yaml:7:13 sender-missing',
      'e.yaml:5:3 target-missing',
      'e.yaml:3:23 list-missing',
    ]);
    expect(world.writes()).toEqual([]);
  });

  it('exits 4 for a missing scope, with its name', async () => {
    const world = await worldWith(
      completeYaml,
      tokenWith(allReadScopes.filter((scope) => scope !== 'automation')),
    );
    expect((await validate(world, 'documented')).exit).toBe(4);
    const [error] = world.seen.validation?.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
    expect(error).toMatchObject({ code: 'scope-missing', help: expect.stringContaining('automation') });
  });

  it('does not read the account if the files are invalid', async () => {
    const world = await worldWith(`${head}sequnces: {}\n`);
    expect((await validate(world, 'documented')).exit).toBe(3);
    expect(world.simulator.requests()).toEqual([]);
  });
});
