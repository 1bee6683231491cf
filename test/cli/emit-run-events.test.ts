import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, truncateSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../../src/model/results/run-event.ts';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { environmentOf } from './rollcall.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const path = 'log/events.ndjson';

async function world(fault?: Parameters<typeof serverFor>[0]) {
  const { simulator, env } = await serverFor(fault);
  const cwd = folderWith({
    'enrollments.yaml': `version: 1
portal: ${simulator.portalId}
limits: { enroll: 3 }
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [gus@contoso.example, hanna@adatum.example, ana@northwind.example]
`,
  });
  return { simulator, cwd, env };
}

/** Returns the events of the file after checking that each is a complete line, fits the schema and has no email address. */
function eventsIn(cwd: string): readonly RunEvent[] {
  const text = readFileSync(join(cwd, path), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  expect(text).not.toMatch(/[\w.]@/u);
  const events = text
    .split('\n')
    .slice(0, -1)
    .map((line): RunEvent => JSON.parse(line));
  for (const event of events) expect(problemsOf('event', event), JSON.stringify(event)).toEqual([]);
  return events;
}

function names(events: readonly RunEvent[]): readonly string[] {
  return [...new Set(events.map(({ event }) => event))];
}

/** Counts the last outcome of each change by status. */
function countOutcomes(events: readonly RunEvent[]): Readonly<Record<string, number>> {
  const last = new Map<string, string>();
  for (const one of events) {
    if (one.event === 'change-outcome') last.set(`${one.action} ${one.address}`, one.status);
  }
  const counts: Record<string, number> = { planned: last.size };
  for (const status of last.values()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const applying = ['apply', '--new-ledger', '--auto-approve', '--events', path];

/** Starts an apply and sends it a signal when it is about to send the first request. */
async function applyWithSignal(
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  signalToSend: NodeJS.Signals,
): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
  const folder = join(cwd, 'log');
  mkdirSync(folder);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [cli, ...applying], {
    cwd,
    env: { PATH, HOME, USER: 'tester', CI: 'true', ...env },
    stdio: 'ignore',
  });
  const watching = watch(folder, () => {
    if (!existsSync(join(cwd, path)) || !readFileSync(join(cwd, path), 'utf8').includes('change-sent'))
      return;
    watching.close();
    child.kill(signalToSend);
  });
  onTestFinished(() => watching.close());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}

describe('--events', () => {
  it('writes the events of an apply, with consistent counts', async () => {
    const { cwd, env } = await world();
    const { exit, stdout } = await rollcallInProcess([...applying, '--format', 'json'], { cwd, env });
    expect(exit).toBe(0);
    const events = eventsIn(cwd);
    expect(names(events)).toEqual([
      'run-started',
      'progress',
      'plan-made',
      'apply-started',
      'change-sent',
      'change-outcome',
      'run-finished',
    ]);
    const { counts, emails, requests, planId } = JSON.parse(stdout);
    expect(events.at(-1)).toMatchObject({ event: 'run-finished', exitCode: 0, counts, emails, requests });
    expect(events).toContainEqual(expect.objectContaining({ event: 'plan-made', planId, changes: 3 }));
    expect(countOutcomes(events)).toEqual({ planned: counts.planned, done: counts.done });
    expect(events.filter(({ event }) => event === 'change-sent')).toHaveLength(counts.planned);
  });

  it('appends runs that only read, and a run that fails', async () => {
    const { cwd, env } = await world();
    await rollcallInProcess(['plan', '--events', path], { cwd, env });
    await rollcallInProcess(['drift', '--events', path], { cwd, env });
    const denied = await rollcallInProcess(['plan', '--events', path], { cwd });
    expect(denied.exit).toBe(4);
    const events = eventsIn(cwd);
    expect(events.filter(({ event }) => event !== 'progress')).toMatchObject([
      { event: 'run-started', command: 'plan' },
      { event: 'plan-made', changes: 3 },
      { event: 'run-finished', exitCode: 0 },
      { event: 'run-started', command: 'drift' },
      { event: 'plan-made', drift: 0 },
      { event: 'run-finished', exitCode: 0 },
      { event: 'run-started', command: 'plan' },
      { event: 'run-finished', exitCode: 4, error: { code: 'token-missing' } },
    ]);
  });

  it('shows that a plan over a limit was not applied', async () => {
    const { cwd, env } = await world();
    const { exit } = await rollcallInProcess([...applying, '--max-enroll', '1'], { cwd, env });
    expect(exit).toBe(5);
    const events = eventsIn(cwd).filter(({ event }) => event !== 'progress');
    expect(events).toMatchObject([
      { event: 'run-started' },
      { event: 'plan-made', applyable: false, changes: 3 },
      { event: 'run-finished', exitCode: 5 },
    ]);
  });

  it('shows the changes that a canary did not attempt', async () => {
    const { cwd, env } = await world();
    const { exit } = await rollcallInProcess([...applying, '--canary', '1'], { cwd, env });
    expect(exit).toBe(6);
    const events = eventsIn(cwd);
    expect(events).toContainEqual(expect.objectContaining({ event: 'stopped', why: 'canary' }));
    expect(countOutcomes(events)).toEqual({ planned: 3, done: 1, 'not-attempted': 2 });
  });

  it('has complete lines up to the moment when the process was killed', async () => {
    const place = await world({ faults: [{ kind: 'timeout', route: 'POST /automation/*' }] });
    expect(await applyWithSignal(place, 'SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    expect(names(eventsIn(place.cwd))).toEqual([
      'run-started',
      'progress',
      'plan-made',
      'apply-started',
      'change-sent',
    ]);
  });

  it('shows an interrupt and the changes that were not attempted', async () => {
    const place = await world({ faults: [{ kind: 'throttled', route: 'POST /automation/*' }] });
    expect(await applyWithSignal(place, 'SIGINT')).toMatchObject({ code: 130 });
    const events = eventsIn(place.cwd);
    expect(events).toContainEqual(expect.objectContaining({ event: 'stopped', why: 'interrupted' }));
    expect(countOutcomes(events)).toEqual({ planned: 3, 'not-attempted': 3 });
    expect(events.at(-1)).toMatchObject({
      event: 'run-finished',
      exitCode: 130,
      counts: { notAttempted: 3 },
    });
  });

  it('is refused before the first request if its file cannot be opened', async () => {
    const { cwd, env, simulator } = await world();
    const { exit, stderr } = await rollcallInProcess(
      ['apply', '--new-ledger', '--auto-approve', '--events', 'enrollments.yaml/events'],
      { cwd, env },
    );
    expect(exit).toBe(1);
    expect(stderr).toContain('error[events-file]');
    expect(simulator.inspect().requests).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('does not stop an apply if its file is full', async () => {
    const { cwd, env, simulator } = await world();
    const before = simulator.inspect().enrollments.length;
    // The file has the maximum size that the shell allows, in blocks of 512 bytes.
    writeFileSync(join(cwd, 'full'), '{"formatVersion":2,"event":"run-started","at":"2026-11-23"}\n');
    truncateSync(join(cwd, 'full'), 16_384 * 512);
    const line = `ulimit -f 16384; exec "$0" "${cli}" apply --new-ledger --auto-approve --events full`;
    const { status, stderr } = await endOf(
      spawn('sh', ['-c', line, process.execPath], { cwd, env: environmentOf(env) }),
    );
    expect(status).toBe(0);
    expect(stderr.split('Could not write to full: ')).toHaveLength(2);
    expect(simulator.inspect().enrollments).toHaveLength(before + 3);
  });
});

function endOf(child: ChildProcessWithoutNullStreams): Promise<{ status: number | null; stderr: string }> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stderr })));
}
