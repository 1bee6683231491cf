import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/model/results/examination.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { exampleFolder, folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

describe.each(['documented', 'guide'])('rollcall doctor in %s', (dialect) => {
  it('prints the same checks as text and as one JSON document', async () => {
    const cwd = exampleFolder();
    const args = ['doctor', 'enrollments.yaml', '--dialect', dialect];
    const text = await rollcallInProcess(args, { cwd });
    const json = await rollcallInProcess([...args, '--format', 'json'], { cwd });
    expect(text).toMatchObject({ exit: 0, stderr: '' });
    expect(json).toMatchObject({ exit: 0, stderr: '' });
    const found: { exitCode: number; checks: readonly Check[] } = JSON.parse(json.stdout);
    expect(found.exitCode).toBe(0);
    const countOf = (status: string): number =>
      found.checks.filter((check) => check.status === status).length;
    expect(text.stdout).toMatch(new RegExp(`^Account \\d+: ready, ${countOf('warning')} warnings\n`, 'u'));
    expect(text.stdout).toContain(`\n${countOf('ok')} checks passed: rollcall doctor --verbose\n`);
    const details = 'sequences.q4-outbound is sequence 5510021, "Q4 outbound", 3 emails';
    expect(text.stdout).not.toContain(details);
    expect((await rollcallInProcess([...args, '--verbose'], { cwd })).stdout).toContain(details);
  });
});

describe('rollcall doctor', () => {
  it('exits with 4 without a token, names the account, and never prints an invalid token', async () => {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({ 'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\n` });
    const without = await rollcallInProcess(['doctor'], { cwd, env: { HUBSPOT_BASE_URL: simulator.url } });
    expect(without.exit).toBe(4);
    expect(without.stdout).toMatch(/failed {3}Account \d+ needs a token/u);
    const secret = 'pat-na1-very-secret';
    const wrong = await rollcallInProcess(['doctor'], { cwd, env: { ...env, HUBSPOT_ACCESS_TOKEN: secret } });
    expect(wrong.exit).toBe(4);
    expect(wrong.stdout + wrong.stderr).not.toContain(secret);
  });

  it('explains how to build an unenroll workflow, as text and as JSON', async () => {
    const cwd = folderWith({});
    const text = await rollcallInProcess(['doctor', '--unenroll-workflow'], { cwd });
    expect(text).toMatchObject({ exit: 0, stderr: '' });
    await expect(text.stdout).toMatchFileSnapshot('golden/doctor-unenroll-workflow.txt');
    const json = await rollcallInProcess(['doctor', '--unenroll-workflow', '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      formatVersion: 2,
      file: expect.stringContaining('unenroll'),
    });
  });
});

describe('rollcall validate --online', () => {
  it('names the line of a target that does not exist in the account', async () => {
    const cwd = folderWith({
      'enrollments.yaml':
        'version: 1\nportal: simulated\nsequences:\n  q4: { id: 1, sender: maria@acme.example, members: [{ id: 1041 }] }\n',
    });
    const offline = await rollcallInProcess(['validate'], { cwd });
    expect(offline.exit).toBe(0);
    const online = await rollcallInProcess(['validate', '--online'], { cwd });
    expect(online).toMatchObject({ exit: 3, stdout: '' });
    expect(online.stderr).toContain('enrollments.yaml:4:3: error[target-missing]: sequences.q4:');
    const json = await rollcallInProcess(['validate', '--online', '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({ valid: false });
  });
});

describe('rollcall drift --accept', () => {
  it('sends no writing request, and ends the drift', async () => {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({
      'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\nsequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: [{ id: 1041 }] }\n`,
    });
    const run = (...args: string[]) => rollcallInProcess(args, { cwd, env });
    expect((await run('drift', '--accept')).exit).toBe(1);
    expect((await run('apply', '--auto-approve', '--new-ledger')).exit).toBe(0);
    await simulator.act({ what: 'edit-target', who: '5510021' });
    expect((await run('drift')).exit).toBe(2);
    const before = simulator.requests().length;
    const accepted = await run('drift', '--accept');
    expect(accepted).toMatchObject({ exit: 0, stdout: expect.stringContaining('target-edited') });
    const sent = simulator.requests().slice(before);
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.filter(({ method, path }) => matchRoute(method, path)?.write !== false)).toEqual([]);
    expect((await run('drift')).exit).toBe(0);
    expect(JSON.parse((await run('drift', '--accept', '--format', 'json')).stdout)).toEqual({
      formatVersion: 2,
      accepted: [],
      left: [],
    });
  });
});
