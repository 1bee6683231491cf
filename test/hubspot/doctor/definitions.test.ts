import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/model/results/examination.ts';
import { folderWith } from '../../cli/folder.ts';
import { rollcallInProcess } from '../../cli/rollcall-in-process.ts';
import { serverFor } from '../../cli/simulator-server.ts';

const header = 'definition: workflow\nformatVersion: 1\n';

const valid = `${header}name: Spring
enroll: { list: 611 }
suppressionLists: [620]
unenrollFrom: [900200]
actions:
  - set: { lifecyclestage: customer }
  - enrollInSequence: 5510021
`;

const broken = `${header}name: Spring
enroll: { list: 9611 }
suppressionLists: [620, 9620]
unenrollFrom: [900200, 99]
actions:
  - set: { lifecyclestge: customer }
  - set: { lifecyclestage: costumer }
  - set: { lifecyclestage: "" }
  - addToList: 9631
  - removeFromList: 9632
  - enrollInSequence: 12
`;

async function doctor(target: string, definition: string) {
  const { simulator, env } = await serverFor();
  const cwd = folderWith({
    'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\nworkflows:\n  spring: { ${target}definition: spring.yaml }\n`,
    'spring.yaml': definition,
  });
  const ran = await rollcallInProcess(['doctor', '--format', 'json'], { cwd, env });
  const { checks }: { checks: readonly Check[] } = JSON.parse(ran.stdout);
  const paths = simulator.requests().map(({ path }) => path.split('?')[0] ?? '');
  return {
    exit: ran.exit,
    paths,
    checks,
    found: checks.filter(({ source }) => source?.file === 'spring.yaml'),
  };
}

const placed = (found: readonly Check[]) =>
  found.map(({ source, status, code }) => `${source?.line}:${source?.column} ${status} ${code}`).toSorted();

describe('doctor compares a definition with the account', () => {
  it('reports each missing name of a workflow to create with its place and a next step', async () => {
    const { exit, found } = await doctor('', broken);
    expect(placed(found)).toEqual(
      [
        '4:17 failed list-missing',
        '5:25 failed list-missing',
        '6:24 failed target-missing',
        '8:10 failed property-missing',
        '9:10 failed property-option-missing',
        '11:16 failed list-missing',
        '12:21 failed list-missing',
        '13:23 failed target-missing',
      ].toSorted(),
    );
    expect(exit).toBe(3);
    for (const check of found) expect('help' in check && check.help.length).toBeGreaterThan(20);
    expect(found.map(({ message }) => message)).toContain('HubSpot has no contact property `lifecyclestge`');
  });

  it.each(['doctor', 'validate --online'])(
    '%s prints no secret and no address of a definition',
    async (line) => {
      const { simulator, env } = await serverFor();
      const secrets = [
        'pat-eu1-12345678-1234-1234-1234-123456789012',
        'ana@northwind.example',
        'Bearer abcSECRETdef',
      ];
      const cwd = folderWith({
        'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\nworkflows:\n  spring: { definition: spring.yaml }\n`,
        'spring.yaml': `${header}name: Spring\nenroll: manual\nactions:\n${[
          ...secrets.map((value) => `  - set: { lifecyclestage: "${value}" }`),
          '  - set: { sk_live_abcdefgh12345678: "1" }',
          '  - set: { "leo@northwind.example": "1" }',
        ].join('\n')}\n`,
      });
      for (const format of ['text', 'json', 'markdown', 'html']) {
        const { stdout, stderr } = await rollcallInProcess([...line.split(' '), '--format', format], {
          cwd,
          env,
        });
        const output = (stdout + stderr).replaceAll(/\s+/gu, ' ');
        if (format === 'text' || format === 'json') {
          expect(output).toContain('has no option `•••`');
          expect(output).toContain('`a•••@northwind.example`');
        }
        expect(output).not.toMatch(/12345678-1234|ana@|leo@|SECRET|sk_live_/u);
      }
    },
  );

  it('only warns about a workflow that exists: rollcall does not send its file', async () => {
    const { found } = await doctor('id: 900100, ', broken);
    expect(found).toHaveLength(8);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['warning']));
  });

  it('passes for names that exist, and finds that the token may list and create workflows', async () => {
    const { exit, found, checks } = await doctor('', valid);
    expect(exit).toBe(0);
    expect(found).toEqual([]);
    expect(checks.filter(({ code }) => code === 'definition').map(({ message }) => message)).toEqual([
      'Definitions name 1 property of the account: lifecyclestage',
      'Definitions name 2 lists of the account: 611, 620',
      'Definitions name 1 sequence of the account: 5510021',
      'Definitions name 1 workflow of the account: 900200',
    ]);
    const scope = checks.find(({ message }) => message.startsWith('automation:'));
    expect(scope).toMatchObject({ status: 'ok', message: expect.stringContaining('flow-create') });
  });

  it('reads only what the files name', async () => {
    const { paths } = await doctor(
      '',
      `${header}name: Spring\nenroll: manual\nactions:\n  - delay: 2 days\n`,
    );
    expect(paths.filter((path) => /\/(?:properties|lists|sequences)\//u.test(path))).toEqual([]);
    expect(paths).not.toContain('/automation/v4/flows/batch/read');
  });

  it('fails if the token may not read workflows, because it may then not create one', async () => {
    const { simulator, env } = await serverFor();
    const body = { status: 'error', category: 'MISSING_SCOPES', context: { missingScopes: ['automation'] } };
    simulator.setFaults([{ kind: 'status', status: 403, body, route: 'GET /automation/v4/flows' }]);
    const cwd = folderWith({
      'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\nworkflows:\n  spring: { definition: spring.yaml }\n`,
      'spring.yaml': valid,
    });
    const ran = await rollcallInProcess(['doctor'], { cwd, env });
    expect(ran.exit).toBe(4);
    expect(ran.stdout).toContain('automation is missing');
  });

  it('warns of the name of a new workflow that the account has, as a plan refuses it', async () => {
    const taken = valid.replace('name: Spring', 'name: Newsletter');
    const { exit, checks } = await doctor('', taken);
    expect(exit).toBe(0);
    expect(checks.filter(({ code }) => code === 'workflow-name-taken')).toMatchObject([
      { status: 'warning', message: 'HubSpot already has the name "Newsletter" of workflows.spring: 900200' },
    ]);
    const free = await doctor('', valid);
    expect(free.checks.map(({ code }) => code)).not.toContain('workflow-name-taken');
    const existing = await doctor('id: 900200, ', taken);
    expect(existing.checks.map(({ code }) => code)).not.toContain('workflow-name-taken');
  });
});
