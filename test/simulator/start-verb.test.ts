import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { send } from './simulator-client.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, Readable>;

function startSimulatorProcess(...flags: readonly string[]): Child {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-start-'));
  const child = spawn(process.execPath, [cli, 'simulator', 'start', ...flags], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(cwd, { recursive: true, force: true });
  });
  return child;
}

async function readAddress(child: Child): Promise<{ readonly url: string; readonly token: string }> {
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line);
}

describe('rollcall simulator start', () => {
  it('uses the given faults and variants, and stops on SIGINT', async () => {
    const faults = ['status:503 GET /crm/v3/owners times=1', '{"kind":"html","route":"/crm/v3/lists/*"}'];
    const variants = ['enrollmentOfNever=empty', 'oneWorkflow=object'];
    const flags = (name: string, values: readonly string[]): string[] =>
      values.flatMap((value) => [name, value]);
    const child = startSimulatorProcess(...flags('--fault', faults), ...flags('--variant', variants));
    const account = await readAddress(child);
    expect((await send(account, 'GET /crm/v3/owners')).status).toBe(503);
    expect((await send(account, 'GET /crm/v3/owners')).status).toBe(200);
    expect((await send(account, 'GET /crm/v3/lists/482')).text).toContain('<html>');
    const never = await send(account, 'GET /automation/sequences/2026-03/enrollments/contact/1041');
    expect([never.status, never.body]).toEqual([200, {}]);
    const workflows = await send(account, 'GET /automation/v2/workflows/enrollments/contacts/1062');
    expect(workflows.body).toMatchObject({ id: 45_001 });
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each([
    [['--fault', 'explode'], 'unknown kind explode'],
    [['--variant', 'noSeat=418'], 'invalid value 418 for noSeat'],
  ])('refuses %j, with the reason', async (flags, message) => {
    const child = startSimulatorProcess(...flags);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(stderr).toContain(message);
  });
});
