/** The story of docs/definitions.md: a workflow is defined in a file, created once, and its edits are shown in words. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Output without its line breaks. */
const flat = (text: string): string => text.replaceAll(/\s+/gu, ' ');

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

it('names the id of the created workflow in the report and the history', async () => {
  const { run, welcome } = await start();
  const { stdout } = await run('apply', '--auto-approve', '--new-ledger', '--format', 'json');
  const id = welcome()[0]?.id ?? 'none';
  expect(JSON.parse(stdout)).toMatchObject({ outcomes: [{ status: 'done', createdId: id }] });
  expect((await run('history', 'workflows.welcome')).stdout).toContain(`workflow ${id}`);
  const history = await run('history', 'workflows.welcome', '--format', 'json');
  expect(JSON.parse(history.stdout)).toMatchObject({ records: [{ createdId: id }] });
});

it('is counted by doctor before and after its creation', async () => {
  const { run } = await start();
  await run('ledger', 'create');
  expect((await run('doctor', '--verbose')).stdout).toContain('0 targets, 1 workflow without an id');
  await run('apply', '--auto-approve');
  expect((await run('doctor', '--verbose')).stdout).toMatch(/records:\s+1/u);
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

it('the comment on a pull request that edits the definition of an existing workflow: rollcall never changes one', async () => {
  const { simulator, cwd, run, welcome } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const id = welcome()[0]?.id ?? '';
  const text = file(`    id: ${id}\n    definition: workflows/welcome.yaml`);
  writeFileSync(join(cwd, 'enrollments.yaml'), text.replace('20260101', String(simulator.portalId)));
  const path = join(cwd, 'workflows/welcome.yaml');
  rmSync(path);
  await run('workflows', 'pull', 'welcome');
  await run('apply', '--auto-approve');
  const pulled = readFileSync(path, 'utf8');
  writeFileSync(path, pulled.replace('2 days', '7 days'));
  const never = 'rollcall never changes an existing workflow.';
  const comment = await run('plan', '--format', 'markdown');
  expect(comment.stdout).toContain(never);
  expect(comment.stdout).toContain('delay 1: 7 days → 2 days');
  expect(comment.stdout).not.toContain('in HubSpot since the last apply');
  for (const args of [['plan'], ['apply', '--auto-approve'], ['drift'], ['drift', '--format', 'markdown']])
    expect(flat((await run(...args)).stdout)).toContain(never);
  const drift = await run('drift');
  expect([drift.exit, flat(drift.stdout)]).toEqual([
    2,
    expect.stringContaining(
      'workflows/welcome.yaml differs from the workflow, which has not changed since the last apply.',
    ),
  ]);

  writeFileSync(path, pulled);
  await simulator.act({ what: 'edit-target', who: id, with: 'delay:1=5d' });
  const edited = await run('drift');
  expect(flat(edited.stdout)).toContain('accept it: rollcall workflows pull welcome');
  expect(edited.stdout).not.toContain('--force');
  expect((await run('workflows', 'pull', 'welcome')).exit).toBe(0);
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

  expect((await run('drift')).exit).toBe(0);
  await simulator.act({ what: 'delete-target', who: id });
  const soon = await run('plan');
  expect(flat(soon.stdout)).toContain('it was deleted, or HubSpot does not show it yet');
  await simulator.advance('20m');
  const plan = await run('plan');
  expect(flat(plan.stdout)).toContain(
    `Run 1 created workflows.welcome in HubSpot as workflow ${id}. It was deleted: HubSpot does not have it any more.`,
  );
  expect(flat(plan.stdout)).toContain('rollcall resolve workflows.welcome --not-created');
  expect(plan.stdout).not.toContain(`add \`id: ${id}\``);
  expect(plan.stdout).not.toContain('HubSpot matches');
  expect((await run('apply', '--auto-approve')).stdout).not.toContain('change applied');
  const drift = await run('drift');
  expect([drift.exit, flat(drift.stdout)]).toEqual([
    2,
    expect.stringContaining(`Workflow ${id}, which has no`),
  ]);
  // A baseline of the ledger would not end the difference.
  const accepted = await run('drift', '--accept');
  expect([accepted.exit, accepted.stdout]).toEqual([
    2,
    expect.stringContaining('Not accepted: 1 difference'),
  ]);

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
  expect(flat(stdout)).toContain('differs from workflows/welcome.yaml: delay 1: 3 days → 2 days');
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

it('a creation whose response was lost is found after its file got another name', async () => {
  const { simulator, cwd, run, welcome } = await start();
  await run('ledger', 'create');
  // The response is lost, and so is the read after it. The first read is the one of the plan.
  simulator.setFaults([
    { kind: 'drop', route: 'POST /automation/v4/flows', times: 1, handled: true },
    { kind: 'status', status: 401, route: 'GET /automation/v4/flows', nth: 2 },
  ]);
  const first = await run('apply', '--auto-approve');
  expect([first.exit, welcome().length]).toEqual([4, 1]);
  simulator.setFaults([]);
  writeFileSync(join(cwd, 'workflows/welcome.yaml'), definition.replace('Welcome 2027', 'Welcome 2028'));
  const plan = flat((await run('plan')).stdout);
  expect(plan).toContain(`add \`id: ${welcome()[0]?.id}\``);
  expect((await run('apply', '--auto-approve')).exit).toBe(0);
  expect(flat((await run('plan')).stdout)).toContain('name: `Welcome 2028` → `Welcome 2027`');
});

it('an apply ends with 7 as long as it is unknown whether an earlier one created a workflow', async () => {
  const { simulator, run, welcome } = await start();
  await run('ledger', 'create');
  simulator.setFaults([
    { kind: 'drop', route: 'POST /automation/v4/flows', times: 1, handled: true },
    { kind: 'status', status: 401, route: 'GET /automation/v4/flows', nth: 2 },
  ]);
  await run('apply', '--auto-approve');
  simulator.setFaults([]);
  await simulator.act({ what: 'delete-target', who: welcome()[0]?.id ?? '' });
  const later = await run('apply', '--auto-approve');
  expect([later.exit, flat(later.stdout)]).toEqual([7, expect.stringContaining('resolve workflows.welcome')]);
  expect((await run('resolve', 'workflows.welcome', '--not-created')).exit).toBe(0);
  expect(await run('apply', '--auto-approve')).toMatchObject({ exit: 0 });
  expect(welcome()).toHaveLength(1);
});

it('drift has the unified diff of an edit in JSON, too', async () => {
  const { simulator, cwd, run, welcome } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const id = welcome()[0]?.id ?? '';
  const text = file(`    id: ${id}\n    definition: workflows/welcome.yaml`);
  writeFileSync(join(cwd, 'enrollments.yaml'), text.replace('20260101', String(simulator.portalId)));
  await simulator.act({ what: 'edit-target', who: id, with: 'delay:1=5d' });
  const { drift } = JSON.parse((await run('drift', '--format', 'json')).stdout);
  expect(drift[0].edit.diff).toContain('-1: wait 2 days\n+1: wait 5 days\n');
  // A plan is sealed with its text.
  expect(JSON.parse((await run('plan', '--format', 'json')).stdout).drift[0].edit.diff).toBeUndefined();
});

it('neither the plan, nor the ledger, nor diff has a secret of a workflow, and pull warns of it', async () => {
  const { simulator, cwd, run } = await start();
  const hook = `definition: workflow
formatVersion: 1
name: Welcome of ana@northwind.example
enroll: manual
actions:
  - raw:
      actionTypeId: 0-25
      actionTypeVersion: 0
      fields: { webhookUrl: "https://example.com/in?token=s3cr3t", method: POST }
`;
  writeFileSync(join(cwd, 'workflows/welcome.yaml'), hook);
  const plan = await run('plan');
  const applied = await run('apply', '--auto-approve', '--new-ledger');
  expect(applied.stdout).toContain('1 created');
  const flow = simulator.snapshot().flows.at(-1);
  const id = flow?.id ?? '';
  const text = file(`    id: ${id}\n    definition: workflows/welcome.yaml`);
  writeFileSync(join(cwd, 'enrollments.yaml'), text.replace('20260101', String(simulator.portalId)));
  writeFileSync(
    join(cwd, 'workflows/welcome.yaml'),
    hook.replace('s3cr3t', 's3cr3t-2').replace('POST', 'PUT'),
  );
  const outputs = [
    plan,
    applied,
    await run('apply', '--auto-approve'),
    await run('plan', '--format', 'json'),
  ];
  const diff = await run('workflows', 'diff');
  expect(diff.stdout).toContain('https://example.com/•••(2)');
  const kept = await run('workflows', 'pull', 'welcome', '--force', '--format', 'json');
  expect(JSON.parse(kept.stdout).files[0].secrets).toEqual([
    { at: 'actions.1.fields.webhookUrl', line: expect.any(Number) },
  ]);
  const warned = await run('workflows', 'pull', 'welcome');
  expect(warned.stdout).toMatch(/workflows\/welcome\.yaml:\d+ +actions\.1\.fields\.webhookUrl/u);
  const all = [...outputs, diff, kept, warned].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  expect(all).not.toMatch(/s3cr3t|ana@northwind/u);
  expect(readFileSync(join(cwd, '.rollcall/ledger.db'), 'latin1')).not.toMatch(/s3cr3t|ana@northwind/u);
  expect(readFileSync(join(cwd, 'workflows/welcome.yaml'), 'utf8')).toContain('token=s3cr3t');
});

it.each([
  [['pause', 'workflows.welcome'], 'workflows.welcome has no `id` in the files yet'],
  [['resume', 'workflows.welcome'], 'workflows.welcome has no `id` in the files yet'],
  [['resolve', 'workflows.welcome/1042', '--enrolled'], 'workflows.welcome has no `id` in the files yet'],
  [['plan', '--explain', 'workflows.welcome/1042'], 'workflows.welcome has no `id` in the files yet'],
  [['workflows', 'pull', 'welcome'], 'workflows.welcome has no `id` in the files yet'],
])('%j names what a created workflow lacks', async (args, text) => {
  const { run } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const ran = await run(...args);
  expect([ran.exit, ran.stderr]).toEqual([1, expect.stringContaining(text)]);
});

it('a member of a workflow without an id is explained', async () => {
  const { simulator, cwd, run } = await start();
  const text = file('    definition: workflows/welcome.yaml\n    members: [bo@northwind.example]');
  writeFileSync(join(cwd, 'enrollments.yaml'), text.replace('20260101', String(simulator.portalId)));
  const explained = await run('plan', '--explain', 'bo@northwind.example');
  expect([explained.exit, flat(explained.stdout)]).toEqual([
    0,
    expect.stringContaining('the workflow has no `id` in the files yet, so its members wait'),
  ]);
  const other = await run('plan', '--explain', 'liam@fabrikam.example');
  expect([other.exit, other.stderr]).toEqual([
    1,
    expect.stringContaining('No target with an `id` declares or knows l•••@fabrikam.example'),
  ]);
  expect(other.stderr).toContain('The members of workflows.welcome wait');
});

it('an undo leaves the workflow that the run created, and the plan says where it is', async () => {
  const { run, welcome } = await start();
  await run('apply', '--auto-approve', '--new-ledger');
  const undo = await run('plan', '--undo-run', '1');
  expect(flat(undo.stdout)).toContain(
    `An undo deletes no workflow: run 1 created workflows.welcome as workflow ${welcome()[0]?.id}.`,
  );
});
