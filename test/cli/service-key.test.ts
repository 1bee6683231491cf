/** README's steps for a real account, with a service key that HubSpot refuses on the v2 workflow routes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const section = /^## [^\n]*real account[^]*?(?=^## )/imu.exec(readme)?.[0] ?? '';

/** The scopes of README's table, each once. */
const scopes = [
  ...new Set(
    [...section.matchAll(/^ *\| (`[a-z._`, ]+) \|/gmu)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/gu)].flatMap(([, scope]) => scope ?? []),
    ),
  ),
];

/** The commands of README's steps in the account itself, without the one that writes a pipeline. */
const commands = [...section.matchAll(/```console account\n([^]*?)```/gu)]
  .flatMap(([, block = '']) => [...block.matchAll(/^ *\$ rollcall (.+)$/gmu)])
  .flatMap(([, line = '']) => line.split(' #')[0]?.trim() ?? [])
  .filter((line) => !line.startsWith('init'));

const token = 'a-service-key';

async function serviceKeyAccount() {
  const tokens = { [token]: { scopes: [...scopes], kind: 'service-key' as const } };
  const simulator = await startSimulator({
    account: { ...defaultAccount(), tokens },
    variants: { tokenKind: 'service-key', serviceKeyWorkflows: 'forbidden' },
    lagMilliseconds: 0,
  });
  onTestFinished(() => simulator.close());
  const cwd = folderWith({});
  const env = { HUBSPOT_BASE_URL: simulator.url, HUBSPOT_ACCESS_TOKEN: token };
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd, env });
  return { simulator, cwd, run };
}

it("README's steps name scopes and commands", () => {
  expect(section).toContain('service key');
  expect(scopes).toEqual(expect.arrayContaining(['automation', 'crm.lists.read', 'crm.lists.write']));
  expect(commands.map((line) => line.split(' ')[0])).toEqual(
    expect.arrayContaining(['ledger', 'doctor', 'import', 'plan', 'apply']),
  );
});

it('work with a service key that may not use v2: the sequences are imported, the workflows are named', async () => {
  const { simulator, cwd, run } = await serviceKeyAccount();
  const before = simulator.inspect().enrollments;
  for (const command of commands) {
    const line = command.replace(/--portal \d+/u, `--portal ${simulator.portalId}`);
    const done = await run(line.startsWith('apply') ? `${line} --auto-approve` : line);
    expect([line, done.exit, done.stderr]).toEqual([line, 0, expect.any(String)]);
    if (line.startsWith('doctor')) expect(done.stdout).toContain('ready');
    if (line.startsWith('import')) expect(done.stdout).toContain('workflows not read');
  }
  const file = readFileSync(join(cwd, 'enrollments.yaml'), 'utf8');
  expect(file).toContain('workflow 900100 "Onboarding"');
  expect(file).toContain('`activeList`');
  expect(file).not.toMatch(/^workflows:/mu);
  expect((await run('plan --detailed-exitcode')).exit).toBe(0);
  expect(simulator.inspect().enrollments).toEqual(before);
  // A workflow that only v2 reads: doctor and plan name the ways that remain.
  const more = `${file.split('\n# Not read')[0]}\nworkflows:\n  w: { id: 900100, members: [{ id: 1042 }] }\n`;
  writeFileSync(join(cwd, 'enrollments.yaml'), more);
  const doctor = await run('doctor');
  expect(doctor).toMatchObject({ exit: 4 });
  expect(doctor.stdout).toContain('The token is a service key');
  for (const { stdout, stderr } of [doctor, await run('plan')]) {
    const text = `${stdout}${stderr}`.replaceAll(/\s+/gu, ' ');
    for (const way of ['via: { list: … }', '`activeList`', 'static token of a project app'])
      expect(text).toContain(way);
  }
});
