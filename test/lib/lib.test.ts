import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createRollcall,
  ExitCode,
  type Rollcall,
  RollcallError,
  type RollcallOptions,
  type RunEvent,
} from '../../src/lib/index.ts';
import { folderWith } from '../cli/folder.ts';
import { serverFor } from '../cli/simulator-server.ts';

const twoMembers = ['gus@contoso.example', 'hanna@adatum.example'];

async function setUp(members: readonly string[] = twoMembers, more: RollcallOptions = {}) {
  const { simulator, env } = await serverFor();
  const folder = folderWith({
    'enrollments.yaml': `version: 1
portal: ${simulator.portalId}
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [${members.join(', ')}]
`,
  });
  const options: RollcallOptions = {
    token: env['HUBSPOT_ACCESS_TOKEN'],
    baseUrl: env['HUBSPOT_BASE_URL'],
    ledger: join(folder, 'ledger.db'),
    ...more,
  };
  const file = join(folder, 'enrollments.yaml');
  return { simulator, folder, file, options, rollcall: createRollcall(options) };
}

/** Creates the ledger without a change. */
async function createLedger(rollcall: Rollcall, file: string): Promise<void> {
  await expect(rollcall.apply(file, { newLedger: true, limits: { enroll: 0 } })).rejects.toMatchObject({
    code: 'plan-refused',
  });
}

describe('the library', () => {
  beforeEach(() => {
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        throw new Error(`the library printed: ${String(text)}`);
      });
    }
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`the library ended the process: ${code}`);
    });
  });
  afterEach(() => void vi.restoreAllMocks());

  it('validates files, and returns each problem with its position', async () => {
    const { rollcall, file, folder } = await setUp();
    const { valid, config, diagnostics } = await rollcall.validate(file);
    expect(valid).toBe(true);
    expect(config?.targets).toMatchObject([{ key: 'renewal-check-in', id: '5510022' }]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);

    const missing = await rollcall.validate(join(folder, 'missing.yaml'));
    expect(missing).toEqual({
      valid: false,
      diagnostics: [expect.objectContaining({ code: 'file-not-found' })],
    });
  });

  it('validates against the account only if asked to', async () => {
    const { rollcall, folder } = await setUp();
    const other = folderWith({
      'enrollments.yaml': `version: 1
portal: 99000001
sequences:
  renewal-check-in:
    id: 5519999
    sender: maria@acme.example
    members: [gus@contoso.example]
`,
    });
    const file = join(other, 'enrollments.yaml');
    expect((await rollcall.validate(file)).valid).toBe(true);
    const online = await rollcall.validate(file, { online: true });
    expect(online.valid).toBe(false);
    expect(online.diagnostics.map(({ code }) => code)).toContain('target-missing');
    expect(existsSync(join(folder, 'ledger.db'))).toBe(false);
  });

  it('plans, applies the plan, and then finds no changes', async () => {
    const { simulator, rollcall, file } = await setUp();
    await createLedger(rollcall, file);
    const before = simulator.inspect().enrollments.length;
    const plan = await rollcall.plan(file);
    expect(plan).toMatchObject({ applyable: true, summary: { enroll: 2 } });
    expect(simulator.inspect().enrollments).toHaveLength(before);

    const { report } = await rollcall.apply(plan);
    expect(report).toMatchObject({ exitCode: ExitCode.done, counts: { planned: 2, done: 2 } });
    expect(simulator.inspect().enrollments).toHaveLength(before + 2);
    expect(await rollcall.plan(file)).toMatchObject({ changes: [] });
  });

  it('applies a plan as reviewed and once, and refuses an altered one', async () => {
    const { simulator, rollcall, file } = await setUp();
    await createLedger(rollcall, file);
    const before = simulator.inspect().enrollments.length;
    const plan = await rollcall.plan(file);
    const altered = { ...plan, changes: plan.changes.slice(1) };
    await expect(rollcall.apply(altered)).rejects.toMatchObject({ code: 'plan-tampered', exitCode: 8 });
    await expect(rollcall.apply(plan, { expect: '0123456789abcdef' })).rejects.toMatchObject({
      code: 'plan-unexpected',
    });
    expect(simulator.inspect().enrollments).toHaveLength(before);
    // A plan survives the way through JSON.
    const stored: typeof plan = JSON.parse(JSON.stringify(plan));
    expect((await rollcall.apply(stored)).report.counts.done).toBe(2);
    const again = rollcall.apply(plan);
    await expect(again).rejects.toThrow(RollcallError);
    await expect(again).rejects.toMatchObject({ code: 'plan-used', kind: 'plan', exitCode: 8 });
  });

  it('refuses a plan above a limit with the plan and its diagnostics', async () => {
    const { rollcall, file, simulator } = await setUp();
    const before = simulator.inspect().enrollments.length;
    const refused = await rollcall
      .apply(file, { newLedger: true, limits: { enroll: 1 } })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'plan-refused',
      exitCode: ExitCode.limit,
      plan: { summary: { enroll: 2 } },
      diagnostics: [expect.objectContaining({ code: 'limit-enroll', severity: 'error' })],
    });
    expect(simulator.inspect().enrollments).toHaveLength(before);
  });

  it('explains, reports drift, history, import and checks', async () => {
    const { rollcall, file } = await setUp();
    await rollcall.apply(file, { newLedger: true });
    const { drifted, findings } = await rollcall.drift(file);
    expect({ drifted, findings }).toMatchObject({ drifted: false, findings: [{ kind: 'unmanaged' }] });
    expect(await rollcall.drift(file, { strict: true })).toMatchObject({ drifted: true });
    const records = await rollcall.history(file, { run: 1 });
    expect(records).toHaveLength(2);
    const id = records[0]?.contactId;
    expect(await rollcall.history(file, { contact: id })).toHaveLength(1);
    const rules = await rollcall.explain(`sequences.renewal-check-in/${id}`, file);
    expect(rules.at(-1)).toMatchObject({ rule: 'plan', holds: true });
    const { configuration, inventory } = await rollcall.import();
    expect(configuration).toContain('renewal');
    expect(inventory.account.portalId).toBe(99_000_001);
    const { exitCode, checks } = await rollcall.doctor(file);
    expect(checks.length).toBeGreaterThan(5);
    expect(exitCode).toBe(ExitCode.done);
  });

  it('reports every event and the progress of a run', async () => {
    const events: RunEvent[] = [];
    const steps: string[] = [];
    const { rollcall, file } = await setUp(twoMembers, {
      onEvent: (event) => void events.push(event),
      onProgress: ({ what }) => void steps.push(what),
    });
    await rollcall.apply(file, { newLedger: true });
    const names = events.map(({ event }) => event);
    expect(names[0]).toBe('run-started');
    expect(names).toEqual(expect.arrayContaining(['plan-made', 'apply-started', 'change-sent']));
    expect(events.at(-1)).toMatchObject({ event: 'run-finished', exitCode: 0, counts: { done: 2 } });
    expect(steps.length).toBeGreaterThan(0);
    await expect(rollcall.plan('missing.yaml')).rejects.toMatchObject({ code: 'invalid-configuration' });
    expect(events.at(-1)).toMatchObject({ event: 'run-finished', error: { code: 'invalid-configuration' } });
  });

  it.each(['throws', 'rejects'] as const)('continues an apply when a listener %s', async (how) => {
    const fail = (): void => {
      throw new Error('the listener failed');
    };
    // A listener is often an async function, whatever its type says.
    const reject = (): Promise<void> => Promise.reject(new Error('the listener failed'));
    const listener = how === 'throws' ? fail : reject;
    const { simulator, rollcall, file } = await setUp(twoMembers, {
      onEvent: listener,
      onProgress: listener,
      onLog: listener,
    });
    const before = simulator.inspect().enrollments.length;
    const { report } = await rollcall.apply(file, { newLedger: true });
    expect(report.counts).toMatchObject({ planned: 2, done: 2 });
    expect(simulator.inspect().enrollments).toHaveLength(before + 2);
  });

  it.each([undefined, null, [], '', {}, 7, [undefined]])(
    'applies nothing without a plan or files: %j',
    async (what) => {
      const { simulator, options } = await setUp();
      const before = simulator.inspect().enrollments.length;
      // As a program in JavaScript can call it.
      const { apply } = createRollcall(options);
      await expect(Reflect.apply(apply, undefined, [what, { newLedger: true }])).rejects.toMatchObject({
        code: 'nothing-to-apply',
      });
      expect(simulator.inspect().enrollments).toHaveLength(before);
    },
  );

  it('ends the events of a call with the exit code of the command line', async () => {
    const events: RunEvent[] = [];
    const { rollcall, file, folder } = await setUp(twoMembers, {
      onEvent: (event) => void events.push(event),
    });
    const lastExitCode = (): unknown => {
      const last = events.at(-1);
      return last?.event === 'run-finished' ? last.exitCode : last?.event;
    };
    await createLedger(rollcall, file);
    await rollcall.validate(join(folder, 'missing.yaml'));
    expect(lastExitCode()).toBe(ExitCode.invalidConfiguration);
    await rollcall.validate(file);
    expect(lastExitCode()).toBe(ExitCode.done);
    await rollcall.plan(file, { limits: { enroll: 1 } });
    expect(lastExitCode()).toBe(ExitCode.limit);
    await rollcall.plan(file);
    expect(lastExitCode()).toBe(ExitCode.done);
    await rollcall.apply(file);
    await rollcall.drift(file, { strict: true });
    expect(lastExitCode()).toBe(ExitCode.changes);
  });

  it('reads no setting of the process', async () => {
    vi.stubEnv('HUBSPOT_ACCESS_TOKEN', 'from the process');
    vi.stubEnv('ROLLCALL_LEDGER', 'from-the-process.db');
    const { file, options } = await setUp();
    const { token: _token, ...without } = options;
    await expect(createRollcall(without).plan(file)).rejects.toMatchObject({
      exitCode: ExitCode.account,
      code: 'token-missing',
    });
    await expect(createRollcall(options).apply(file)).rejects.toMatchObject({ code: 'no-ledger' });
    vi.unstubAllEnvs();
  });

  it('names its own options in messages, not flags or variables', async () => {
    const { file, options, rollcall } = await setUp();
    const { token: _token, ...without } = options;
    const calls = [
      () => createRollcall(without).plan(file),
      () => rollcall.history(file),
      () => rollcall.apply(file),
      () => createRollcall({ ...options, ledger: 'postgres//x' }).plan(file),
      () => createRollcall({ ...options, baseUrl: 'nonsense' }).plan(file),
      // Last: this call creates the ledger that the others miss.
      () => rollcall.apply(file, { newLedger: true, limits: { enroll: 1 } }),
    ];
    const failures: unknown[] = [];
    for (const call of calls)
      failures.push(
        // oxlint-disable-next-line no-await-in-loop -- the calls share one ledger
        await call().then(String, (error: unknown) => error),
      );
    for (const failure of failures) {
      if (!(failure instanceof RollcallError)) throw new Error(`no error: ${String(failure)}`);
      const text = [failure, ...failure.diagnostics]
        .map(({ message, help }) => `${message} ${help}`)
        .join(' ');
      expect(text.replaceAll(/`rollcall [^`]*`/gu, '')).not.toMatch(/--[a-z]|HUBSPOT_|ROLLCALL_/u);
    }
  });

  it.each(['validate', 'plan', 'drift', 'doctor', 'history', 'apply'] as const)(
    '%s sends nothing once the signal is aborted',
    async (method) => {
      const { simulator, file, options } = await setUp();
      const before = simulator.inspect().enrollments.length;
      const stopped = createRollcall({ ...options, signal: AbortSignal.abort() });
      await expect(stopped[method](file)).rejects.toMatchObject({
        code: 'interrupted',
        exitCode: ExitCode.interrupted,
      });
      await expect(
        createRollcall(options)[method](file, { signal: AbortSignal.abort() }),
      ).rejects.toMatchObject({ code: 'interrupted' });
      expect(simulator.inspect().enrollments).toHaveLength(before);
    },
  );

  it('ends a read that is in flight when the signal is aborted, and leaves no listener', async () => {
    const abort = new AbortController();
    const added = vi.spyOn(abort.signal, 'addEventListener');
    const removed = vi.spyOn(abort.signal, 'removeEventListener');
    const { file, options } = await setUp();
    const rollcall = createRollcall({
      ...options,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(rollcall.plan(file)).rejects.toMatchObject({ code: 'interrupted' });
    expect(removed.mock.calls).toHaveLength(added.mock.calls.length);
  });

  it('finishes the requests in flight of an apply, and reports the rest as not attempted', async () => {
    const abort = new AbortController();
    const { simulator, file, options } = await setUp();
    const before = simulator.inspect().enrollments.length;
    const rollcall = createRollcall({
      ...options,
      onEvent: ({ event }) => {
        if (event === 'apply-started') abort.abort();
      },
    });
    const { report } = await rollcall.apply(file, { newLedger: true, signal: abort.signal });
    expect(report.exitCode).toBe(ExitCode.interrupted);
    expect(report.counts.done + report.counts.notAttempted).toBe(2);
    expect(simulator.inspect().enrollments).toHaveLength(before + report.counts.done);
  });
});
