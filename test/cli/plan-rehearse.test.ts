import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/results/plan.ts';
import { generateAccount, generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const file = `version: 1
portal: simulated
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    pace: { perDay: 1, days: [mon, tue, wed, thu, fri] }
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]
workflows:
  onboarding: { id: 900100, members: [ana@northwind.example], activeList: 553, everList: 554 }
`;

function folder(files: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}) {
  const cwd = folderWith({ 'enrollments.yaml': file, ...files });
  return { cwd, run: (line: string) => rollcallInProcess(line.split(' '), { cwd, env }) };
}

async function planOf(run: ReturnType<typeof folder>['run'], flags = ''): Promise<Plan> {
  const { exit, stdout, stderr } = await run(`plan --rehearse 10d --format json${flags}`);
  expect(exit, stderr).toBe(0);
  const plan: Plan = JSON.parse(stdout);
  expect(problemsOf('plan', plan)).toEqual([]);
  return plan;
}

function rehearsalOf({ forecast }: Plan) {
  if (!forecast || !('rehearsal' in forecast)) throw new Error(JSON.stringify(forecast));
  expect(problemsOf('rehearsal', forecast.rehearsal)).toEqual([]);
  return forecast.rehearsal;
}

describe('plan --rehearse', () => {
  it('adds the forecast to every format, with what it knows and assumes', async () => {
    const { run } = folder();
    const { knows, assumes, summary, account } = rehearsalOf(await planOf(run));
    expect(summary).toMatchObject({ enrollments: 4, waiting: 0 });
    expect(account.kind).toBe('plan');
    for (const format of ['text', 'markdown', 'html']) {
      const { exit, stdout } = await run(`plan --rehearse 10d --format ${format}`);
      expect(exit).toBe(0);
      const plain = stdout.replaceAll(/<[^>]*>|[\\`]|&#96;/gu, '').replaceAll(/\s+/gu, ' ');
      expect(plain).toContain('Forecast of 10 days, to 2026-11-11: 4 enrollments');
      for (const sentence of [...knows, ...assumes]) expect(plain).toContain(sentence.replaceAll('`', ''));
      expect(stdout).not.toContain('ana@northwind.example');
    }
  });

  it('does not change the plan', async () => {
    const { run } = folder();
    const { forecast: _forecast, seal: _seal, ...plan } = await planOf(run);
    const { seal: _other, ...without }: Plan = JSON.parse((await run('plan --format json')).stdout);
    expect(plan).toEqual(without);
  });

  it('sends no request beyond those of the plan, and writes neither to the account nor to the ledger', async () => {
    const { simulator, env } = await serverFor();
    const files = { 'enrollments.yaml': file.replace('simulated', String(simulator.portalId)) };
    const { cwd, run } = folder(files, env);
    await run('ledger create');
    await run('apply --auto-approve');
    await simulator.advance('1d');
    const sent = async (line: string) => {
      const before = simulator.requests().length;
      expect(await run(line)).toMatchObject({ exit: 0 });
      return simulator
        .requests()
        .slice(before)
        .map(({ method, path }) => `${method} ${path}`);
    };
    const account = simulator.snapshot();
    const ledger = () => readFileSync(join(cwd, '.rollcall/ledger.db'), 'base64');
    const before = ledger();
    const plain = await sent('plan');
    expect((await sent('plan --rehearse 10d')).toSorted()).toEqual(plain.toSorted());
    expect(ledger()).toBe(before);
    expect(simulator.snapshot()).toEqual(account);
    const { knows, summary } = rehearsalOf(await planOf(run));
    // The first contact was enrolled before: the copy of the ledger knows.
    expect(summary.enrollments).toBe(2);
    expect(knows.at(-1)).toMatch(/^The ledger/u);
  });

  it('creates no file', async () => {
    const { cwd, run } = folder();
    await planOf(run);
    expect(existsSync(join(cwd, '.rollcall/ledger.db'))).toBe(false);
  });

  it('is part of a saved plan, which apply accepts as it was reviewed', async () => {
    const { cwd, run } = folder();
    expect(await run('plan --rehearse 10d --out plan.json')).toMatchObject({ exit: 0 });
    for (const format of ['text', 'markdown', 'html'])
      expect((await run(`show plan.json --format ${format}`)).stdout).toContain('Forecast of 10 days');
    const text = readFileSync(join(cwd, 'plan.json'), 'utf8');
    const edited = text.replace(/"enrollments":\s*4/u, '"enrollments":3');
    expect(edited).not.toBe(text);
    writeFileSync(join(cwd, 'edited.json'), edited);
    expect(await run('apply edited.json --auto-approve')).toMatchObject({ exit: 8 });
    expect(await run('apply plan.json --auto-approve')).toMatchObject({ exit: 0 });
  });

  it('gives the reason if there is no forecast, and the exit code of the plan', async () => {
    const refused = folder({
      'enrollments.yaml': file.replace('sequences:', 'limits: { enroll: 1 }\nsequences:'),
    });
    const over = await refused.run('plan --rehearse 10d');
    expect(over.exit).toBe(5);
    expect(over.stdout.replaceAll(/\s+/gu, ' ')).toContain(
      'No forecast: The plan is refused, so nothing would be applied. The plan is not affected.',
    );
    const lifted = await planOf(refused.run, ' --max-enroll 5');
    expect(rehearsalOf(lifted).summary.enrollments).toBeGreaterThan(0);
  });

  it('fits into a comment, with many contacts, senders and days', async () => {
    const contacts = 400;
    const { run } = folder({
      'people.csv': `email\n${Array.from({ length: contacts }, (_none, index) => generatedEmail(index)).join('\n')}\n`,
      'enrollments.yaml': `version: 1
portal: simulated
limits: { enroll: 500 }
sequences:
  q4:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    pace: { perDay: 5 }
    members: [{ audience: all }]
audiences: { all: [{ file: people.csv }] }
`,
      '.rollcall/simulator.json': JSON.stringify(generateAccount({ contacts })),
    });
    const { exit, stdout } = await run('plan --rehearse 92d --format markdown');
    expect(exit).toBe(0);
    expect(stdout).toContain('Forecast of 92 days');
    expect(Buffer.byteLength(stdout)).toBeLessThan(65_000);
    const { stdout: text } = await run('plan --rehearse 92d');
    expect(text).toContain('more days: --format json');
    expect(text.split('\n').length).toBeLessThan(150);
  });

  it.each([
    ['--rehearse soon', '--rehearse'],
    ['--rehearse 0', '--rehearse'],
    ['--rehearse 93d', '1 to 92'],
    ['--rehearse 30d --only sequences.*', '--only'],
    ['--rehearse 30d --explain 1041', '--explain'],
  ])('refuses %s', async (flags, named) => {
    const { exit, stdout, stderr } = await folder().run(`plan ${flags}`);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toContain(named);
  });
});
