/** The story of docs/definitions.md: a workflow is defined in a file, created once, and its edits are shown in words. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const file = (welcome: string): string => `version: 1
portal: 20260101
workflows:
  welcome:
${welcome}
`;

const definition = `definition: workflow
formatVersion: 1
name: Welcome 2027
enroll: manual
actions:
  - id: 1
    delay: 2 days
  - id: 2
    set: { lifecyclestage: customer }
`;

async function start(faults: Parameters<typeof serverFor>[0] = {}) {
  const { simulator, env } = await serverFor(faults);
  const cwd = folderWith({
    'enrollments.yaml': file('    definition: workflows/welcome.yaml').replace(
      '20260101',
      String(simulator.portalId),
    ),
    'workflows/welcome.yaml': definition,
  });
  const run = async (...args: string[]) => rollcallInProcess(args, { cwd, env });
  const welcome = () =>
    simulator.snapshot().flows.filter(({ definition: flow }) => flow.name === 'Welcome 2027');
  return { simulator, cwd, run, welcome };
}

it('creates a workflow once, turned off, and drips after it is turned on', async () => {
  const { simulator, cwd, run, welcome } = await start();
  await run('ledger', 'create');
  const plan = await run('plan');
  expect(plan.stdout).toContain('1 workflow to create');
  expect(plan.stdout).toContain('wait 2 days');
  expect(welcome()).toHaveLength(0);

  const applied = await run('apply', '--auto-approve', '--new-ledger');
  expect(applied.stdout).toContain('1 of 1 change applied: 1 created');
  expect(applied.exit).toBe(0);
  const [flow] = welcome();
  expect(flow?.definition.isEnabled).toBe(false);
  const id = flow?.id ?? '';

  const again = await run('apply', '--auto-approve');
  expect(again.exit).toBe(0);
  expect(again.stdout + again.stderr).toContain(`add \`id: ${id}\` to workflows.welcome`);
  expect(welcome()).toHaveLength(1);

  await simulator.act({ what: 'enable-target', who: id });
  writeFileSync(
    join(cwd, 'enrollments.yaml'),
    file(
      `    id: ${id}\n    definition: workflows/welcome.yaml\n    noHistoryBefore: 2027-01-01\n    members: [{ id: 1042 }]`,
    ).replace('20260101', String(simulator.portalId)),
  );
  const enrolled = await run('apply', '--auto-approve');
  expect(enrolled.exit).toBe(0);
  await simulator.advance('5d');
  const contact = simulator.snapshot().contacts.find((one) => one.id === '1042');
  expect(contact?.properties['lifecyclestage']).toBe('customer');
});

it('shows an edit in words until it is pulled', async () => {
  const { simulator, cwd, run, welcome } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const id = welcome()[0]?.id ?? '';
  writeFileSync(
    join(cwd, 'enrollments.yaml'),
    file(
      `    id: ${id}\n    definition: workflows/welcome.yaml\n    noHistoryBefore: 2027-01-01\n    members: [{ id: 1042 }]`,
    ).replace('20260101', String(simulator.portalId)),
  );
  await simulator.act({ what: 'enable-target', who: id });
  const before = await run('drift');
  expect(before.stdout + before.stderr).toContain('No drift');
  await simulator.act({ what: 'edit-target', who: id, with: 'delay:1=5d' });

  const drift = await run('drift');
  expect(drift.exit).toBe(2);
  expect(drift.stdout).toContain('delay 1: 2 days → 5 days');
  expect(drift.stdout).toContain('+1: wait 5 days');
  const plan = await run('plan');
  expect(plan.stdout).toMatch(/This plan enrolls 1\s+contact there/u);
  expect(plan.stdout).toContain('delay 1: 2 days → 5 days');

  // A person wrote the file, so only --force overwrites it.
  const kept = await run('workflows', 'pull', 'welcome');
  expect(kept.exit).toBe(1);
  expect(kept.stdout + kept.stderr).toContain('--force');
  expect((await run('workflows', 'pull', 'welcome', '--force')).exit).toBe(0);
  expect(readFileSync(join(cwd, 'workflows/welcome.yaml'), 'utf8')).toContain('5 days');
  expect((await run('drift')).exit).toBe(0);
  expect((await run('plan')).stdout).not.toContain('differs from');
});

it('a creation whose response was lost exists once', async () => {
  const { simulator, run, welcome } = await start();
  simulator.setFaults([{ kind: 'drop', route: 'POST /automation/v4/flows', times: 1, handled: true }]);
  const first = await run('apply', '--auto-approve', '--new-ledger');
  expect(first.stdout).toContain('verified 1 change by reading it back');
  expect(first.stdout).toContain(`add \`id: ${welcome()[0]?.id}\``);
  await run('apply', '--auto-approve');
  await run('apply', '--auto-approve');
  expect(welcome()).toHaveLength(1);
});

it('a created workflow that was deleted is created again after a person confirms it', async () => {
  const { simulator, run, welcome } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const id = welcome()[0]?.id ?? '';
  const exists = await run('resolve', 'workflows.welcome', '--not-created');
  expect([exists.exit, exists.stderr]).toEqual([
    1,
    expect.stringContaining(`workflow ${id}, and HubSpot has`),
  ]);

  await simulator.act({ what: 'delete-target', who: id });
  const soon = await run('plan');
  expect(soon.stdout).toMatch(/it was deleted, or HubSpot does not show it\s+yet/u);
  await simulator.advance('20m');
  const plan = await run('plan');
  expect(plan.stdout).toContain(`Run 1 created workflows.welcome in HubSpot as workflow ${id}.`);
  expect(plan.stdout).toMatch(/It was deleted: HubSpot\s+does not have it any more/u);
  expect(plan.stdout).toMatch(/rollcall resolve\s+workflows\.welcome --not-created/u);
  expect(plan.stdout).not.toContain(`add \`id: ${id}\``);
  expect(plan.stdout).not.toContain('HubSpot matches');
  expect((await run('apply', '--auto-approve')).stdout).not.toContain('1 created');

  const resolved = await run('resolve', 'workflows.welcome', '--not-created');
  expect([resolved.exit, resolved.stderr]).toEqual([
    0,
    expect.stringContaining(`Recorded that workflow ${id}, created for workflows.welcome, was deleted.`),
  ]);
  expect((await run('apply', '--auto-approve')).stdout).toContain('1 of 1 change applied: 1 created');
  expect(welcome().map((flow) => flow.id === id)).toEqual([false]);
  expect((await run('history')).stdout).toMatch(/create +workflows\.welcome +resolved/u);
  expect((await run('resolve', 'workflows.other', '--not-created')).stderr).toContain('no request to create');
});

it('a definition that was edited after the creation, before the id is in the files, is noticed', async () => {
  const { cwd, run } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  expect((await run('plan')).stdout).not.toContain('differs');
  writeFileSync(join(cwd, 'workflows/welcome.yaml'), definition.replace('2 days', '3 days'));
  const { stdout } = await run('plan');
  expect(stdout).toMatch(/differs from workflows\/welcome\.yaml:\s+delay 1: 3 days → 2\s+days/u);
  expect(stdout).not.toContain('HubSpot matches');
});

it('the history of a workflow without an id is the one of its creation', async () => {
  const { run } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const { exit, stdout } = await run('history', 'workflows.welcome');
  expect([exit, stdout]).toEqual([0, expect.stringMatching(/create +workflows\.welcome +proved +1/u)]);
  expect(stdout).toContain('HubSpot returned the result');
  const other = await run('history', 'workflows.other');
  expect([other.exit, other.stderr]).toEqual([
    1,
    expect.stringContaining('contain the target workflows.other'),
  ]);
  const bad = await run('history', 'welcome');
  expect([bad.exit, bad.stderr]).toEqual([1, expect.stringContaining('neither a contact id')]);
  const both = await run('history', 'workflows.welcome/1042');
  expect([both.exit, both.stdout]).toEqual([0, expect.stringContaining('No matching records')]);
});
