import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExitCode, Failure, apply, loadConfig, plan } from '../../src/lib/index.ts';
import type { PlanOptions } from '../../src/lib/index.ts';
import { folderWith } from '../cli/folder.ts';
import { serverFor } from '../cli/simulator-server.ts';

const both = ['gus@contoso.example', 'hanna@adatum.example'];

async function world(members: readonly string[] = both) {
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
  const options: PlanOptions = {
    files: [join(folder, 'enrollments.yaml')],
    env,
    ledger: join(folder, 'ledger.db'),
  };
  return { simulator, folder, options };
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

  it('returns what the files want, or every problem with its place', async () => {
    const { options, folder } = await world();
    const { config, diagnostics } = await loadConfig(options);
    expect(config?.targets).toMatchObject([{ key: 'renewal-check-in', id: '5510022' }]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);

    const missing = await loadConfig({ files: [join(folder, 'nowhere.yaml')] });
    expect(missing).toEqual({ diagnostics: [expect.objectContaining({ code: 'file-not-found' })] });
    expect(missing).not.toHaveProperty('config');
  });

  it('plans, applies, and finds nothing left to do', async () => {
    const { simulator, options } = await world();
    const begun = await apply({ ...options, newLedger: true, limits: { enroll: 0 } });
    expect(begun).toMatchObject({ exitCode: ExitCode.limit });
    expect(begun).not.toHaveProperty('report');

    const before = simulator.inspect().enrollments.length;
    const planned = await plan(options);
    expect(planned).toMatchObject({ exitCode: ExitCode.changes, plan: { summary: { enroll: 2 } } });
    expect(simulator.inspect().enrollments).toHaveLength(before);

    const applied = await apply({ ...options, expect: planned.plan?.planId });
    expect(applied.exitCode).toBe(ExitCode.done);
    expect(applied.report?.counts).toMatchObject({ planned: 2, done: 2 });
    expect(simulator.inspect().enrollments).toHaveLength(before + 2);
    expect(await plan(options)).toMatchObject({ exitCode: ExitCode.done, plan: { changes: [] } });
  });

  it('applies a saved plan once, and refuses one that was not expected', async () => {
    const { options, folder } = await world();
    await apply({ ...options, newLedger: true, limits: { enroll: 0 } });
    const out = join(folder, 'plan.json');
    const saved = await plan({ ...options, out });
    await expect(apply({ ...options, plan: out, expect: '0123456789abcdef' })).rejects.toMatchObject({
      exitCode: ExitCode.stalePlan,
      code: 'plan-unexpected',
    });
    const applied = await apply({ ...options, plan: out, expect: saved.plan?.planId });
    expect(applied.report?.counts.done).toBe(2);
    const again = apply({ ...options, plan: out });
    await expect(again).rejects.toThrow(Failure);
    await expect(again).rejects.toMatchObject({ exitCode: ExitCode.stalePlan, code: 'plan-used' });
  });

  it('throws what a person has to settle first, and reads no environment but the one it is given', async () => {
    vi.stubEnv('HUBSPOT_ACCESS_TOKEN', 'from the process');
    const { options } = await world();
    await expect(plan({ ...options, env: {} })).rejects.toMatchObject({
      exitCode: ExitCode.account,
      code: 'token-missing',
    });
    await expect(apply(options)).rejects.toMatchObject({ code: 'no-ledger' });
    vi.unstubAllEnvs();
  });

  it('stops before anything is sent when it is asked to', async () => {
    const { simulator, options } = await world();
    const before = simulator.inspect().enrollments.length;
    const stopped = await apply({ ...options, newLedger: true, signal: AbortSignal.abort() }).catch(
      (error: unknown) => error,
    );
    expect(stopped).toMatchObject({ exitCode: ExitCode.interrupted });
    expect(simulator.inspect().enrollments).toHaveLength(before);
  });
});
