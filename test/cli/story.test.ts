import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Inspection } from '../../src/simulator/account/inspection.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { exampleFolder } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { rollcall } from './rollcall.ts';

/** Returns all enrollments except those in the unenroll workflow. */
function declaredEnrollments({ enrollments }: Inspection): Inspection['enrollments'] {
  return enrollments.filter((one) => one.targetId !== '7781');
}

// The documented dialect runs each command in its own process, as a user does.
describe.each([
  ['documented', rollcall],
  ['guide', rollcallInProcess],
] as const)('the example in the dialect %s', (dialect, start) => {
  it('enrolls each contact exactly once', async () => {
    const cwd = exampleFolder();
    const run = (...args: string[]) => start(args, { cwd });
    const dialectFlags = ['--dialect', dialect];
    const inspect = async (): Promise<Inspection> =>
      JSON.parse((await run('simulator', 'inspect', '--format', 'json')).stdout);
    const before = await inspect();

    const first = await run(
      'plan',
      'enrollments.yaml',
      '--detailed-exitcode',
      '--format',
      'json',
      ...dialectFlags,
    );
    expect(first.exit).toBe(2);
    const plan: Plan = JSON.parse(first.stdout);
    expect(plan.summary.enroll).toBeGreaterThan(10);

    const applied = await run('apply', 'enrollments.yaml', '--auto-approve', ...dialectFlags);
    expect(applied).toMatchObject({ exit: 0 });

    const lines = plan.changes.filter((change) => change.action === 'enroll');
    const enrolled = declaredEnrollments(await inspect()).slice(declaredEnrollments(before).length);
    expect(enrolled).toHaveLength(lines.length);
    for (const line of lines) {
      const same = enrolled.filter(
        (one) =>
          one.kind === line.target.kind &&
          one.targetId === line.target.id &&
          one.contactId === line.contact.id,
      );
      expect(same, line.address).toHaveLength(1);
    }

    expect(await run('plan', 'enrollments.yaml', '--detailed-exitcode', ...dialectFlags)).toMatchObject({
      exit: 0,
    });
    expect(await run('simulator', 'advance', '60d')).toMatchObject({ exit: 0 });
    const after = await run('plan', 'enrollments.yaml', '--full', '--detailed-exitcode', ...dialectFlags);
    expect(after.exit).toBe(0);
    expect(after.stdout).toMatch(/= ended \d+: [^=]*\n {4}= l•••@fabrikam\.example/u);
    expect(await run('apply', 'enrollments.yaml', '--auto-approve', ...dialectFlags)).toMatchObject({
      exit: 0,
    });
    expect(declaredEnrollments(await inspect())).toHaveLength(
      declaredEnrollments(before).length + lines.length,
    );
  });

  it('applies a saved plan exactly, and only once', async () => {
    const cwd = exampleFolder();
    const run = (...args: string[]) => start(args, { cwd });
    await run('plan', 'enrollments.yaml', '--out', 'plan.json', '--dialect', dialect);
    const text = readFileSync(join(cwd, 'plan.json'), 'utf8');
    expect(text).not.toMatch(/ana@northwind|liam@fabrikam|simulated-token/u);
    expect(await run('show', 'plan.json')).toMatchObject({ exit: 0 });
    const apply = ['apply', 'plan.json', '--auto-approve', '--dialect', dialect];
    expect(await run(...apply)).toMatchObject({ exit: 0 });
    const again = await run(...apply);
    expect(again.exit).toBe(8);
    expect(again.stderr).toContain('plan-used');
  });
});

describe('the first commands of a user', () => {
  it('apply refuses to run without a terminal to ask for approval', async () => {
    const cwd = exampleFolder();
    const refused = await rollcallInProcess(['apply', 'enrollments.yaml'], { cwd });
    expect(refused).toMatchObject({ exit: 1, stdout: '' });
    expect(refused.stderr).toContain('--auto-approve');
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  it('an unknown command or flag yields a suggestion', async () => {
    const cwd = exampleFolder();
    const command = await rollcallInProcess(['plann'], { cwd });
    expect(command).toMatchObject({ exit: 1, stdout: '' });
    expect(command.stderr).toContain('plan');
    const flag = await rollcallInProcess(['plan', '--detailed'], { cwd });
    expect(flag).toMatchObject({ exit: 1, stdout: '' });
    expect(flag.stderr).toContain('detailed');
  });

  it('prints one JSON document and nothing else', async () => {
    const cwd = exampleFolder();
    for (const args of [
      ['plan'],
      ['drift'],
      ['validate'],
      ['apply', '--auto-approve'],
      ['plan', 'nowhere.yaml'],
    ]) {
      const ran = await rollcall([...args, '--format', 'json'], { cwd });
      expect(() => JSON.parse(ran.stdout), args.join(' ')).not.toThrow();
      expect(ran.stderr, args.join(' ')).toBe('');
    }
  });
});

describe('applying again', () => {
  it('records no run without changes, so that the same plan keeps its id', async () => {
    const cwd = exampleFolder();
    const run = (...args: string[]) => rollcallInProcess(args, { cwd });
    await run('apply', '--auto-approve');
    // After an hour, the account shows all effects.
    await run('simulator', 'advance', '1h');
    const plan: Plan = JSON.parse((await run('plan', '--format', 'json')).stdout);
    const idle = await run('apply', '--auto-approve', '--expect', plan.planId);
    expect(idle.exit).toBe(0);
    expect(idle.stdout).toContain('Nothing to apply');
    const after: Plan = JSON.parse((await run('plan', '--format', 'json')).stdout);
    expect(after.planId).toBe(plan.planId);
    expect(await run('apply', '--auto-approve', '--expect', 'another')).toMatchObject({ exit: 8 });
  });

  it('applies a saved plan although new contacts would exceed a limit', async () => {
    const cwd = exampleFolder();
    const run = (...args: string[]) => rollcallInProcess(args, { cwd });
    const tight = readFileSync(join(cwd, 'enrollments.yaml'), 'utf8').replace('enroll: 50', 'enroll: 26');
    writeFileSync(join(cwd, 'enrollments.yaml'), tight);
    await run('plan', '--out', 'plan.json');
    // List 482 is an audience of two targets, so one more member is one more enrollment in each.
    const simulator = await startSimulator({ stateFile: join(cwd, '.rollcall/simulator.json') });
    await fetch(`${simulator.url}/crm/lists/2026-09/482/memberships/add`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
      body: '["1010"]',
    });
    await simulator.close();
    expect(await run('plan')).toMatchObject({ exit: 5 });
    expect(await run('apply', 'plan.json', '--auto-approve')).toMatchObject({ exit: 0 });
  });
});
