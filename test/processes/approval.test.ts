import { spawn, spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createConfirm } from '../../src/cli/prompt.ts';
import type { Cleanup } from './cleanup.ts';
import { someWorld } from './world.ts';
import type { World } from './world.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const ctrlC = '\u0003';

describe('the apply confirmation', () => {
  function terminal() {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    // The confirmation only checks `isTTY` and `columns`.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const streams = { input, output } as unknown as Parameters<typeof createConfirm>[0];
    const { confirm } = createConfirm({ ...streams, clearProgress: () => undefined });
    if (!confirm) throw new Error('createConfirm returned no confirm function');
    return { input, output, confirm };
  }

  it.each([
    ['yes', true],
    [' yes ', true],
    ['y', false],
    ['YES', false],
    ['', false],
    ['no', false],
  ])('maps the answer "%s" to %s', async (answer, expected) => {
    const { input, confirm } = terminal();
    const confirmed = confirm('Apply? ');
    input.write(`${answer}\n`);
    expect(await confirmed).toBe(expected);
  });

  it('forwards Ctrl-C as SIGINT', async () => {
    const { input, confirm } = terminal();
    const signal = new Promise<string>((resolve) => process.once('SIGINT', resolve));
    void confirm('Apply? ');
    input.write(ctrlC);
    expect(await signal).toBe('SIGINT');
  });

  it('is not available without a terminal', () => {
    const { input, output } = { input: new PassThrough(), output: new PassThrough() };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const streams = { input, output } as unknown as Parameters<typeof createConfirm>[0];
    expect(createConfirm({ ...streams, clearProgress: () => undefined })).toEqual({});
  });
});

// `script` of util-linux runs a command in a new terminal and returns its exit code.
const script = 'script';
const hasTerminals = spawnSync(script, ['-qec', 'true', '/dev/null']).status === 0;

// Without `script`, the tests above still cover the confirmation.
describe.runIf(hasTerminals)('at a terminal', { concurrent: true }, () => {
  it.for([
    ['Ctrl-C', ctrlC, 130, 0],
    ['no', 'no\r', 1, 0],
    ['yes', 'yes\r', 0, 3],
  ] as const)('%s decides the exit code', async ([, typed, exit, enrolled], { onTestFinished }) => {
    const world = await someWorld(onTestFinished, { sequence: 3 });
    expect(await applyAndType(world, typed, onTestFinished)).toBe(exit);
    expect(world.gate.writes).toHaveLength(enrolled);
    expect(world.simulator.inspect().enrollments).toHaveLength(enrolled);
    // The lock was released.
    expect(await world.runInProcess('apply', '--auto-approve')).toMatchObject({ exit: 0 });
  });
});

/** Runs `apply` in a terminal and types an answer as soon as the confirmation appears. Returns the exit code. */
function applyAndType(world: World, typed: string, cleanup: Cleanup): Promise<number | null> {
  const { PATH = '', HOME = '' } = process.env;
  const line = `"${process.execPath}" "${cli}" apply --new-ledger`;
  const child = spawn(script, ['-qec', line, '/dev/null'], {
    cwd: world.cwd,
    env: { PATH, HOME, TERM: 'xterm', SHELL: '/bin/sh', ...world.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  cleanup(() => void child.kill());
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const wasShown = shown.includes(question);
    shown += text;
    if (!wasShown && shown.includes(question)) child.stdin.write(typed);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

const question = 'Type "yes" to apply';
