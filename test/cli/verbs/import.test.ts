import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../../src/hubspot/routes.ts';
import { generateAccount } from '../../../src/simulator/seed/generate-account.ts';
import { folderWith } from '../folder.ts';
import { rollcallInProcess } from '../rollcall-in-process.ts';
import { serverFor } from '../simulator-server.ts';

describe.each(['documented', 'guide'])('rollcall import in %s', (dialect) => {
  it('needs no file, only reads, and writes a file without changes to plan', async () => {
    const account = generateAccount({ contacts: 300, inSequence: 0.5 });
    const { simulator, env } = await serverFor({ account, rateLimit: 'off' });
    const cwd = folderWith({});
    const run = (...args: string[]) => rollcallInProcess(args, { cwd, env });
    const imported = await run('import', '--dialect', dialect, '--out', 'enrollments.yaml');
    expect(imported).toMatchObject({ exit: 0, stderr: '' });
    expect(imported.stdout).toContain('rollcall plan enrollments.yaml');
    const text = readFileSync(join(cwd, 'enrollments.yaml'), 'utf8');
    expect(text).toContain(`portal: ${simulator.portalId}\n`);
    expect(text.match(/- \{ id: \d+ \}/gu)).toHaveLength(account.enrollments.length);
    expect(text).not.toMatch(/person-\d/u);

    const planned = await run('plan', '--detailed-exitcode');
    expect(planned.exit).toBe(0);
    expect(planned.stdout).toContain('No changes.\n');
    expect(planned.stdout).toContain(`Unchanged: ${account.enrollments.length} active`);
    const writes = simulator
      .requests()
      .filter(({ method, path }) => matchRoute(method, path)?.write !== false);
    expect(writes).toEqual([]);
  });
});

describe('rollcall import', () => {
  it('prints the file without --out, and imports the simulated account without a token', async () => {
    const cwd = folderWith({});
    const printed = await rollcallInProcess(
      ['import', '--portal', 'simulated', '--sequences', '5510021,5510022'],
      {
        cwd,
      },
    );
    expect(printed).toMatchObject({ exit: 0, stderr: '' });
    expect(printed.stdout).toContain('portal: simulated\n');
    expect(printed.stdout).not.toContain('workflows:');
    const json = await rollcallInProcess(['import', '--portal', 'simulated', '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({
      formatVersion: 2,
      targets: [
        { id: '5510021', active: 1 },
        { id: '5510022' },
        { id: '900100' },
        { id: '900200', active: 3 },
      ],
      configuration: expect.stringContaining('portal: simulated\n'),
    });
  });

  it.each([
    [['import'], 4, 'HUBSPOT_ACCESS_TOKEN'],
    [['import', '--portal', 'acme'], 1, '--portal'],
    [['import', '--portal', 'simulated', '--sequences', 'q4'], 1, '--sequences'],
    [['import', '--portal', 'simulated', '--workflows', '12'], 3, 'has no workflow 12'],
  ])('explains the problem of %o', async (args, exit, problem) => {
    const ran = await rollcallInProcess(args, { cwd: folderWith({}) });
    expect(ran).toMatchObject({ exit, stdout: '', stderr: expect.stringContaining(problem) });
  });
});
