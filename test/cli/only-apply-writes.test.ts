import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

function exampleFor(portalId: number): string {
  const cwd = folderWith({});
  cpSync(examples, cwd, { recursive: true });
  const path = join(cwd, 'enrollments.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('portal: simulated', `portal: ${portalId}`));
  return cwd;
}

/** The example with a workflow to create. */
function exampleWithNewWorkflow(portalId: number): string {
  const cwd = exampleFor(portalId);
  const path = join(cwd, 'enrollments.yaml');
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(/^workflows:\n/mu, 'workflows:\n  welcome:\n    definition: welcome.yaml\n'),
  );
  writeFileSync(
    join(cwd, 'welcome.yaml'),
    'definition: workflow\nformatVersion: 1\nname: Welcome\nenroll: manual\nactions: [{ delay: 2 days }]\n',
  );
  return cwd;
}

describe.each(['documented', 'guide'])('requests in the dialect %s', (dialect) => {
  it('write only for apply, and all match the table of routes', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleWithNewWorkflow(simulator.portalId);
    const run = (...args: string[]) => rollcallInProcess(args, { cwd, env });
    const seen = (): string[] => simulator.requests().map(({ method, path }) => `${method} ${path}`);
    const writes = (): string[] =>
      simulator
        .requests()
        .filter(({ method, path }) => matchRoute(method, path)?.write !== false)
        .map(({ method, path }) => `${method} ${path}`);

    const looking = [
      ['validate', 'enrollments.yaml'],
      ['plan', 'enrollments.yaml', '--dialect', dialect, '--out', 'plan.json'],
      ['plan', 'enrollments.yaml', '--dialect', dialect, '--explain', 'sequences.q4-outbound/1041'],
      ['show', 'plan.json'],
      ['drift', 'enrollments.yaml', '--dialect', dialect],
      ['schema'],
      ['validate', '--online', 'enrollments.yaml', '--dialect', dialect],
      ['doctor', 'enrollments.yaml', '--dialect', dialect],
      ['import', '--dialect', dialect],
      ['snapshot', 'enrollments.yaml', '--out', 'account.json'],
      ['workflows', 'pull', '--all', '--dialect', dialect],
      ['workflows', 'diff', '--dialect', dialect],
      ['sequences', 'pull', '--all', '--dialect', dialect],
      ['sequences', 'diff', '--dialect', dialect],
    ];
    // A plan without a ledger cannot be applied.
    expect(await run('ledger', 'create')).toMatchObject({ exit: 0 });
    const exits = [];
    for (const args of looking) exits.push((await run(...args)).exit);
    expect(exits).toEqual(looking.map(() => 0));
    expect(seen().length).toBeGreaterThan(20);
    expect(writes()).toEqual([]);

    const applied = await run('apply', 'plan.json', '--auto-approve', '--dialect', dialect);
    expect(applied).toMatchObject({ exit: 0 });
    expect(writes().length).toBeGreaterThan(20);
    const outside = simulator.requests().filter(({ method, path }) => !matchRoute(method, path));
    expect(outside).toEqual([]);

    expect(writes().filter((write) => write === 'POST /automation/v4/flows')).toHaveLength(1);
    const written = writes().length;
    for (const args of looking) await run(...args);
    expect(writes()).toHaveLength(written);
  });
});

describe('the account', () => {
  it('must match the files before any other read', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFor(simulator.portalId + 1);
    for (const args of [['plan'], ['drift'], ['apply', '--auto-approve', '--new-ledger']]) {
      const ran = await rollcallInProcess(args, { cwd, env });
      expect(ran).toMatchObject({ exit: 4, stdout: '' });
      expect(ran.stderr).toContain(`the token belongs to account ${simulator.portalId}`);
    }
    expect(simulator.requests().map(({ path }) => path)).toEqual(
      Array.from({ length: 3 }, () => '/account-info/2026-09/details'),
    );
  });

  it('is not read without a valid token', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFor(simulator.portalId);
    const without = await rollcallInProcess(['plan'], { cwd, env: { HUBSPOT_BASE_URL: simulator.url } });
    expect(without.exit).toBe(4);
    expect(without.stderr).toContain('HUBSPOT_ACCESS_TOKEN');
    const secret = 'pat-na1-very-secret';
    const wrong = await rollcallInProcess(['plan'], { cwd, env: { ...env, HUBSPOT_ACCESS_TOKEN: secret } });
    expect(wrong.exit).toBe(4);
    expect(wrong.stdout + wrong.stderr).not.toContain(secret);
  });

  it('has a token that is never sent to another machine', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFor(simulator.portalId);
    const ran = await rollcallInProcess(['plan'], {
      cwd,
      env: { ...env, HUBSPOT_BASE_URL: 'http://proxy.example' },
    });
    expect(ran.exit).toBe(4);
    expect(ran.stderr).toContain('--allow-base-url');
  });

  it('remains on this machine if it is simulated, and never receives the real token', async () => {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({});
    cpSync(examples, cwd, { recursive: true });
    const outside = await rollcallInProcess(['plan'], {
      cwd,
      env: { HUBSPOT_BASE_URL: 'http://proxy.example' },
    });
    expect(outside.exit).toBe(4);
    const ran = await rollcallInProcess(['plan'], {
      cwd,
      env: { ...env, HUBSPOT_ACCESS_TOKEN: 'pat-na1-real' },
    });
    // The server accepts only its own token and would have refused the real one.
    expect(ran.exit).toBe(0);
    expect(simulator.requests().length).toBeGreaterThan(5);
  });

  it('is not changed without its ledger', async () => {
    const { simulator, env } = await serverFor();
    const cwd = exampleFor(simulator.portalId);
    const ran = await rollcallInProcess(['apply', '--auto-approve'], { cwd, env });
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('--new-ledger');
    expect(simulator.requests().map(({ path }) => path)).toEqual(['/account-info/2026-09/details']);
  });
});
