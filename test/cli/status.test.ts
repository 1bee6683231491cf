import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { someIntent, someRun } from '../ledger/test-ledgers.ts';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = `version: 1
portal: simulated
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members:
      - ana@northwind.example
      - { email: bo@northwind.example, since: 2026-12-01 }
`;

function folder(text = file) {
  const cwd = folderWith({ 'enrollments.yaml': text });
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd });
  const status = async (flags = '') => {
    const { exit, stdout } = await run(`status${flags} --format json`);
    const document: Record<string, unknown> = JSON.parse(stdout);
    expect(problemsOf('status', document), stdout).toEqual([]);
    return { exit, document };
  };
  return { cwd, run, status, ledger: join(cwd, '.rollcall', 'ledger.db') };
}

describe('status', () => {
  it('exits with 2 with --max-age until an apply completes, and when the last one is too old', async () => {
    const { run, status } = folder();
    expect(await status()).toMatchObject({ exit: 0, document: { overdue: false, completedAt: null } });
    expect(await status(' --max-age 26h')).toMatchObject({ exit: 2, document: { overdue: true } });
    await run('apply --auto-approve');
    expect(await status(' --max-age 26h')).toMatchObject({
      exit: 0,
      document: { lastRun: { run: 1, exitCode: 0, counts: { planned: 1, done: 1 } }, lastHeartbeat: null },
    });
    await run('simulator advance 27h');
    expect(await status(' --max-age 26h')).toMatchObject({ exit: 2, document: { maxAgeSeconds: 93_600 } });
    expect((await run('status --max-age 26h')).stdout).toContain(
      'No apply completed in the last 26 h: the last one completed 27 h ago.',
    );
    expect(await status()).toMatchObject({ exit: 0 });
  });

  it('counts an apply without changes, which keeps its run number and every saved plan', async () => {
    const { run, status } = folder();
    await run('apply --auto-approve');
    await run('simulator advance 27h');
    expect((await run('plan --out plan.json')).exit).toBe(0);
    expect((await run('apply --auto-approve')).exit).toBe(0);
    expect(await status(' --max-age 26h')).toMatchObject({
      exit: 0,
      document: {
        lastRun: { run: 1 },
        lastHeartbeat: { exitCode: 0 },
        left: { waiting: 1, until: '2026-12-01' },
      },
    });
    expect((await run('apply plan.json --auto-approve')).exit).toBe(0);
  });

  it('keeps a reviewed plan valid across a run that finds nothing to do', async () => {
    const { cwd, run } = folder();
    await run('apply --auto-approve');
    const path = join(cwd, 'enrollments.yaml');
    const before = readFileSync(path, 'utf8');
    const after = before.replace(
      '- ana@northwind.example',
      '- ana@northwind.example\n      - liam@fabrikam.example',
    );
    writeFileSync(path, after);
    await run('plan --out plan.json');
    writeFileSync(path, before);
    expect((await run('apply --auto-approve')).stdout).toContain('No changes');
    writeFileSync(path, after);
    const { exit, stdout } = await run('apply plan.json --auto-approve');
    expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining('1 of 1') });
  });

  it('shows a refused plan as the last apply, and not as a completed one', async () => {
    const { cwd, run, status } = folder();
    await run('apply --auto-approve');
    const path = join(cwd, 'enrollments.yaml');
    const wider = readFileSync(path, 'utf8').replace('- ana@', '- liam@fabrikam.example\n      - ana@');
    writeFileSync(path, `${wider}limits: { enroll: 0 }\n`);
    expect((await run('apply --auto-approve')).exit).toBe(5);
    expect(await status()).toMatchObject({ document: { lastHeartbeat: { exitCode: 5 }, left: null } });
    expect((await run('status')).stdout).toContain('The last apply ended with exit code 5.');
  });

  it('lists unknown outcomes with the way to settle them, and the holder of the lock', async () => {
    const { run, status, ledger: location } = folder();
    await run('apply --auto-approve');
    const { stdout } = await run('simulator inspect --format json');
    const { portalId }: { portalId: number } = JSON.parse(stdout);
    const ledger = await openLedger({ location, mode: 'write' });
    const acquired = await ledger?.acquire({ portalId, owner: 'CI job 7', lifetimeMilliseconds: 60_000 });
    if (!acquired || 'heldBy' in acquired) throw new Error('no lease');
    await acquired.recordIntents(await acquired.startRun(someRun()), [someIntent()]);
    await ledger?.close();
    expect(await status()).toMatchObject({
      exit: 0,
      document: {
        unknown: [{ address: 'sequences.q4-outbound/1042', action: 'enroll', run: 2 }],
        lease: { owner: 'CI job 7', run: 2 },
      },
    });
    const text = (await run('status')).stdout;
    expect(text).toContain('rollcall resolve sequences.q4-outbound/1042 --enrolled');
    expect(text).toContain('sequences.q4-outbound/1042  enroll, run 2');
    expect(text).toContain('The last apply did not finish.');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('shows what a run of a part of the configuration left in the whole', async () => {
    const { run, status } = folder(`${file}  other:
    id: 5510022
    sender: maria@acme.example
    members: [liam@fabrikam.example, gus@contoso.example]
`);
    await run('plan --out plan.json --only sequences.q4-outbound');
    await run('apply plan.json --only sequences.q4-outbound --auto-approve');
    // One contact waits for its `since`, and the two changes of the other sequence remain.
    expect((await status()).document).toMatchObject({ left: { waiting: 3 } });
    await run('apply --auto-approve --exclude sequences.q4-outbound');
    expect((await status()).document).toMatchObject({ left: { waiting: 1 } });
    await run('apply --suppressions --auto-approve');
    expect((await status()).document).toMatchObject({ left: null });
  });

  it('shows pauses, in every format', async () => {
    const { run, status } = folder();
    await run('apply --auto-approve');
    await run('pause sequences.q4-outbound');
    expect(await status()).toMatchObject({ document: { pauses: [{ target: 'sequences.q4-outbound' }] } });
    for (const format of ['text', 'markdown', 'html'])
      expect((await run(`status --format ${format}`)).stdout).toContain('sequences.q4-outbound by');
  });

  it('writes nothing, and reports a missing ledger, a bad duration and invalid files', async () => {
    const { cwd, run } = folder(file.replace('portal: simulated', 'portal: 12345678'));
    expect(await run('status')).toMatchObject({ exit: 1, stderr: expect.stringContaining('no-ledger') });
    expect(await run('status --max-age soon')).toMatchObject({ exit: 1 });
    writeFileSync(join(cwd, 'enrollments.yaml'), 'version: 1\n');
    expect(await run('status')).toMatchObject({ exit: 3 });
  });
});
