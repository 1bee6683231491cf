import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleFolder, folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { serverFor } from '../cli/simulator-server.ts';
import { protocolVersions, startAgent } from './agent.ts';

/** Starts an account with an applied example, and an agent in its folder. */
async function appliedExample(version?: (typeof protocolVersions)[number]) {
  const { simulator, env } = await serverFor();
  const cwd = exampleFolder();
  expect(await rollcallInProcess(['apply', '--auto-approve'], { cwd, env })).toMatchObject({ exit: 0 });
  return { cwd, env, simulator, agent: await startAgent({ cwd, env, ...(version && { version }) }) };
}

describe.each(protocolVersions)('protocol %s', (version) => {
  it('runs every tool over stdio', async () => {
    const { cwd, env, agent } = await appliedExample(version);
    expect(agent.client.getNegotiatedProtocolVersion()).toBe(version);
    const saved = await rollcallInProcess(['plan', '--out', 'plan.json', '--format', 'json'], { cwd, env });
    const { planId } = JSON.parse(saved.stdout);

    const calls: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      ['validate', {}, /^Valid: 3 targets\.$/mu],
      ['validate', { online: true }, /^Valid: 3 targets\. 1 problem in all\.$/mu],
      ['plan', {}, /: No changes\. HubSpot matches enrollments\.yaml\.$/mu],
      ['show_plan', { plan: planId }, /^Plan \w{16} for account 99000001 \(simulated\)/u],
      ['show_plan', { plan: 'plan.json' }, /^Plan \w{16} for account 99000001 \(simulated\)/u],
      [
        'explain',
        { contact: '1042' },
        /^sequences\.q4-outbound\/1042: active since .* The rule "active" decides/u,
      ],
      ['drift', {}, /^No drift since run 1\.$/mu],
      ['history', { contact: '1042' }, /enroll sequences\.q4-outbound\/1042: proved, run 1 by tester/u],
      ['status', {}, /^An apply completed 0 min ago\.$/mu],
      [
        'list_targets',
        { kind: 'sequence' },
        /^sequence 5510021 \(sequences\.q4-outbound\): EMAIL day 0, EMAIL day 3/mu,
      ],
      ['list_targets', { search: 'onboarding' }, /^workflow 900100 \(workflows\.onboarding\): 5 actions$/mu],
      [
        'list_targets',
        { search: '7781' },
        /^workflow 7781 \(unenrolls from sequences\.[\w-]+\): 1 action$/mu,
      ],
      ['find_contact', { contact: '1042' }, /^Contact 1042 of account 99000001: can receive emails\.$/mu],
      ['find_contact', { contact: 'uma@contoso.example' }, /^Contact 1046 .*: opted-out\.$/mu],
      [
        'propose_change',
        { action: 'remove', contacts: ['1043'], from: 'q4-outbound' },
        /^-      - l•••@fabrikam\.example$/mu,
      ],
      [
        'propose_change',
        { action: 'add', contacts: ['1090'], to: 'onboarding' },
        /^\+ .*\{ id: 1090 \}\]$/mu,
      ],
      ['doctor', {}, /^Account 99000001: ready, \d+ warnings$/mu],
    ];
    const { tools } = await agent.client.listTools();
    const called = new Set(calls.map(([name]) => name));
    expect(tools.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
    for (const [name, args, expected] of calls) {
      const { text, isError, document } = await agent.call(name, args);
      expect(text).toMatch(expected);
      expect({ name, isError, formatVersion: document.formatVersion }).toEqual({
        name,
        isError: false,
        formatVersion: 2,
      });
    }
    expect(agent.stderr()).not.toContain('error');
  });
});

describe('the tools', () => {
  it('count workflows to create apart', async () => {
    const cwd = folderWith({
      'enrollments.yaml':
        'version: 1\nportal: simulated\nworkflows:\n  welcome: { definition: welcome.yaml }\n',
      'welcome.yaml':
        'definition: workflow\nformatVersion: 1\nname: Welcome\nenroll: manual\nactions: [{ delay: 2 days }]\n',
    });
    const agent = await startAgent({ cwd });
    const { text } = await agent.call('validate', {});
    expect(text).toMatch(/^Valid: 0 targets, 1 workflow to create\.$/mu);
  });

  it('have the schemas of the golden file', async () => {
    const agent = await startAgent({ cwd: folderWith({}) });
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ annotations }) => annotations?.readOnlyHint)).toEqual(tools.map(() => true));
    await expect(`${JSON.stringify(tools, null, 2)}\n`).toMatchFileSnapshot('golden/tools.json');
  });

  it('return what the command prints as JSON, over all pages', async () => {
    const { cwd, env, agent } = await appliedExample();
    const printed = async (...args: string[]) =>
      JSON.parse((await rollcallInProcess([...args, '--format', 'json'], { cwd, env })).stdout);
    const plan = await printed('plan');
    expect(plan.unchanged.length).toBeGreaterThan(20);
    expect(await agent.all('plan', { limit: 7 }, 'unchanged')).toEqual(plan.unchanged);
    expect(await agent.all('history', { limit: 4 }, 'records')).toEqual((await printed('history')).records);
    const explained = await printed('plan', '--explain', '1042');
    expect(await agent.all('explain', { contact: '1042', limit: 2 }, 'rules')).toEqual(explained.rules);
  });

  it('keep a result for its later pages, and refuse other cursors', async () => {
    const { agent, simulator } = await appliedExample();
    const first = await agent.call('plan', { limit: 5 });
    expect(first.document.page).toMatchObject({ from: 0, items: 5 });
    expect(first.text).toContain(`with cursor "${first.document.page.nextCursor}"`);
    const requests = simulator.requests().length;
    const second = await agent.call('plan', { cursor: first.document.page.nextCursor, limit: 6 });
    expect(second.document.page).toMatchObject({ from: 5, items: 6 });
    expect(second.document.planId).toBe(first.document.planId);
    expect(simulator.requests()).toHaveLength(requests);
    for (const [tool, cursor] of [
      ['history', first.document.page.nextCursor],
      ['plan', 'r99.5'],
      ['plan', 'nonsense'],
    ]) {
      const refused = await agent.call(String(tool), { cursor });
      expect(refused.isError).toBe(true);
      expect(refused.text).toMatch(/^error\[bad-cursor\]/u);
    }
  });

  it('report a problem as a result with the fix', async () => {
    const cwd = exampleFolder();
    const agent = await startAgent({ cwd });
    const problems: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      [
        'plan',
        { files: ['missing.yaml'] },
        /^error\[invalid-configuration\][\s\S]*missing\.yaml:1: The file/u,
      ],
      ['explain', {}, /^error\[bad-flag\]: The argument `contact` is missing/u],
      [
        'explain',
        { contact: 'nora@nowhere.example' },
        /^error\[no-such-address\].*n•••@nowhere\.example\.\n.* declares is not enrolled/u,
      ],
      ['history', {}, /^error\[no-ledger\]/u],
      ['show_plan', { plan: 'ffffffffffffffff' }, /^error\[plan-missing\]/u],
      ['show_plan', { plan: 'enrollments.json' }, /^error\[plan-missing\]/u],
      ['plan', { proposal: 'p7' }, /^error\[bad-cursor\]/u],
    ];
    for (const [name, args, expected] of problems) {
      const { text, isError } = await agent.call(name, args);
      expect(text).toMatch(expected);
      expect(isError).toBe(true);
    }
  });

  it('refuse arguments that their schema does not have', async () => {
    const agent = await startAgent({ cwd: exampleFolder() });
    const refused = await agent.call('plan', { files: 'enrollments.yaml' }).catch((error: Error) => ({
      isError: true,
      text: error.message,
    }));
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain('files');
  });

  it('plan and check texts that are not on disk', async () => {
    const { cwd, agent } = await appliedExample();
    const text = `version: 1
portal: simulated
workflows:
  onboarding:
    id: 900100
    members: [gus@contoso.example, nora@contoso]
    activeList: 553
    everList: 554
limits: { unenroll: 100% }
`;
    const invalid = await agent.call('validate', {
      files: ['draft.yaml'],
      texts: [{ path: 'draft.yaml', text }],
    });
    expect(invalid.text).toMatch(/^Invalid: 1 error\.[\s\S]*draft\.yaml:6: .*n•••@contoso/u);
    const valid = text.replace(', nora@contoso', '');
    const plan = await agent.call('plan', {
      files: ['draft.yaml'],
      texts: [{ path: './draft.yaml', text: valid }],
    });
    expect(plan.document.changes).not.toEqual([]);
    expect(plan.text).toContain('write the edited files; this plan read texts that are not on disk');
    const refused = await agent.call('plan', {
      files: ['draft.yaml'],
      texts: [{ path: 'draft.yaml', text: valid.replace('100%', '1%') }],
    });
    expect(refused.text).toMatch(/REFUSED[\s\S]*A limit refuses this plan: show it to the user/u);
    expect(refused.text).not.toContain('Allow it for one run');
    writeFileSync(join(cwd, 'draft.yaml'), valid);
    const onDisk = await agent.call('plan', { files: ['draft.yaml'] });
    expect(onDisk.document.changes).toEqual(plan.document.changes);
    expect(onDisk.text).toContain('rollcall plan draft.yaml --out plan.json');
  });

  it('plan a proposal with the files that it was made for, also one on top of another', async () => {
    const { cwd, agent } = await appliedExample();
    const other =
      'version: 1\nportal: simulated\nworkflows:\n  onboarding:\n    id: 900100\n    members: [{ id: 1007 }]\n';
    writeFileSync(
      join(cwd, 'other.yaml'),
      `${other}    activeList: 553\n    everList: 554\nlimits: { unenroll: 100% }\n`,
    );
    const add = { action: 'add', to: 'onboarding' };
    const first = await agent.call('propose_change', { ...add, contacts: ['1008'], files: ['other.yaml'] });
    const { proposal } = first.document;
    const second = await agent.call('propose_change', { ...add, contacts: ['1009'], proposal });
    const plan = await agent.call('plan', { proposal: second.document.proposal });
    const enrolled = plan.document.changes.filter(({ action }: { action: string }) => action === 'enroll');
    expect(enrolled.map(({ address }: { address: string }) => address)).toEqual(
      ['1007', '1008', '1009'].map((id) => `workflows.onboarding/${id}`),
    );
    // The diff of the second is on top of the first one, which is not on disk.
    expect(second.document.diff).toContain('-    members: [{ id: 1007 }, { id: 1008 }]');
  });

  it('read no file outside of the folder', async () => {
    const outside = folderWith({ 'secret.yaml': 'version: 1\nportal: simulated\n' });
    const agent = await startAgent({ cwd: exampleFolder() });
    for (const path of [
      join(outside, 'secret.yaml'),
      outside,
      '../secret.yaml',
      '/etc/passwd',
      '/dev/zero',
    ]) {
      const { text, isError, document } = await agent.call('validate', { files: [path] });
      expect(isError || document.valid === false).toBe(true);
      expect(text).toMatch(/file-outside-folder|leads out of the folder/u);
    }
    const text = `version: 1\nportal: simulated\nsuppress: [{ file: ${join(outside, 'secret.yaml')} }]\n`;
    const included = await agent.call('validate', {
      files: ['draft.yaml'],
      texts: [{ path: 'draft.yaml', text }],
    });
    expect(included.text).toContain('include-outside-folder');
  });

  it('end when the requests of the session are used up', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFolder();
    const agent = await startAgent({ cwd, env, args: ['--max-requests', '40'] });
    const answers = [await agent.call('plan'), await agent.call('plan'), await agent.call('plan')];
    expect(answers[0]?.isError).toBe(false);
    expect(answers[2]).toMatchObject({ isError: true });
    expect(answers[2]?.text).toMatch(/^error\[session-requests-used-up\]: .*40 requests/u);
    expect(simulator.requests()).toHaveLength(40);
  });
});
