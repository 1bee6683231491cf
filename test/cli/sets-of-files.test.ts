/** Several sets of files for one account: each has its own reviewed plan. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const outbound = (members: string): string => `version: 1
portal: simulated
sequences:
  q4-outbound: { id: 5510021, sender: maria@acme.example, pace: { perDay: 1 }, members: [${members}] }
`;
const renewals = (members: string): string => `version: 1
portal: simulated
sequences:
  renewals: { id: 5510022, sender: paul@acme.example, pace: { perDay: 1 }, members: [${members}] }
`;
const north = 'ana@northwind.example, bo@northwind.example';
const south = 'gus@contoso.example, noor@contoso.example';

function folder(files: Readonly<Record<string, string>>) {
  const cwd = folderWith(files);
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd });
  const review = async (name: string): Promise<void> => {
    await run(`plan ${name} --out plan.json`);
    expect(await run('apply plan.json --auto-approve')).toMatchObject({ exit: 0 });
  };
  const unattended = async (name: string) => {
    const { exit, stdout, stderr } = await run(`apply --unattended ${name}`);
    return { exit, text: `${stdout}${stderr}`.replaceAll(/\s+/gu, ' ') };
  };
  const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
  return { cwd, run, review, unattended, write };
}

it('a review of one set of files does not replace that of another one', async () => {
  const { run, review, unattended, write } = folder({ 'a.yaml': outbound(north), 'b.yaml': renewals(south) });
  await review('a.yaml');
  await review('b.yaml');
  await run('simulator advance 1d');
  expect(await unattended('a.yaml')).toMatchObject({ exit: 0, text: expect.stringContaining('1 enrolled') });
  expect(await unattended('b.yaml')).toMatchObject({ exit: 0, text: expect.stringContaining('1 enrolled') });
  write('b.yaml', renewals(`${south}, liam@fabrikam.example`));
  const changed = await unattended('b.yaml');
  expect(changed).toMatchObject({ exit: 8, text: expect.stringContaining('differs from that of the last') });
  expect(await unattended('a.yaml')).toMatchObject({ exit: 0 });
});

it('a set of files without a review is not reviewed by that of another one', async () => {
  const { review, unattended } = folder({ 'a.yaml': outbound(north), 'b.yaml': renewals(south) });
  await review('a.yaml');
  const { exit, text } = await unattended('b.yaml');
  expect(exit).toBe(8);
  expect(text).toContain(
    'was not reviewed: no apply has used a reviewed plan of these files with this ledger',
  );
});

it('files with another name and the same target replace the earlier ones', async () => {
  const { cwd, review, unattended, write } = folder({ 'a.yaml': outbound(north) });
  await review('a.yaml');
  rmSync(join(cwd, 'a.yaml'));
  write('c.yaml', outbound('ana@northwind.example'));
  expect(await unattended('c.yaml')).toMatchObject({
    exit: 8,
    text: expect.stringContaining('differs from that of the last'),
  });
  await review('c.yaml');
  // A merge that restores the old file needs a reviewed plan.
  write('a.yaml', outbound(north));
  expect(await unattended('a.yaml')).toMatchObject({ exit: 8 });
});

it('a file with other targets replaces the earlier one', async () => {
  const { review, unattended, write } = folder({ 'a.yaml': outbound(north) });
  await review('a.yaml');
  write('a.yaml', renewals(south));
  await review('./a.yaml');
  write('a.yaml', outbound(north));
  expect(await unattended('a.yaml')).toMatchObject({ exit: 8 });
});

it('a target that replaces another one continues its set of files', async () => {
  const { review, unattended, write } = folder({ 'a.yaml': outbound('ana@northwind.example') });
  await review('a.yaml');
  write('b.yaml', renewals(north).replace('id: 5510022', 'id: 5510022, replaces: "5510021"'));
  await review('b.yaml');
  expect(await unattended('a.yaml')).toMatchObject({ exit: 8 });
});

it('status shows the review of each set', async () => {
  const { run, review } = folder({ 'a.yaml': outbound(north), 'b.yaml': renewals(south) });
  const status = async (name: string) => {
    const { stdout } = await run(`status ${name} --format json`);
    const document: Record<string, unknown> = JSON.parse(stdout);
    expect(problemsOf('status', document), stdout).toEqual([]);
    return { document, text: (await run(`status ${name}`)).stdout };
  };
  await review('a.yaml');
  const before = await status('b.yaml');
  expect(before.document).toMatchObject({ review: null, reviews: [{ files: ['a.yaml'] }] });
  expect(before.text).toMatch(/reviewed +no plan of these files\n +a\.yaml: plan [0-9a-f]{16}/u);
  await review('b.yaml');
  const { document, text } = await status('b.yaml');
  expect(document).toMatchObject({
    review: { files: ['b.yaml'] },
    reviews: [{ files: ['a.yaml'] }, { files: ['b.yaml'] }],
  });
  expect(text).toMatch(/reviewed +a\.yaml: plan [0-9a-f]{16}.*\n(?: +.*\n)* +b\.yaml: plan [0-9a-f]{16}/u);
});

it('a plan whose change was reverted by a later review is not applied, although its old files are back', async () => {
  const before = outbound('ana@northwind.example');
  const { cwd, run, unattended, write } = folder({ 'a.yaml': before });
  const added = outbound('ana@northwind.example, bo@northwind.example, liam@fabrikam.example');
  write('a.yaml', added);
  await run('plan a.yaml --out first.json');
  await run('simulator advance 1h');
  // The revert is planned later, reviewed, and applied first: the apply of the first plan waited for something.
  write('a.yaml', before);
  await run('plan a.yaml --out revert.json');
  expect(await run('apply revert.json --auto-approve')).toMatchObject({ exit: 0 });
  // A job that runs again has the old checkout.
  write('a.yaml', added);
  const again = await run('apply first.json --auto-approve');
  expect(again.exit).toBe(8);
  expect(again.stderr).toContain('plan-superseded');
  rmSync(join(cwd, 'first.json'));
  write('a.yaml', before);
  // The last review is still that of the revert.
  expect(await unattended('a.yaml')).toMatchObject({ exit: 0 });
});

it('plans of merges that follow each other are both applied, although the second was made before the first apply', async () => {
  const { run, write } = folder({ 'a.yaml': outbound('ana@northwind.example') });
  await run('plan a.yaml --out first.json');
  await run('simulator advance 1h');
  const both = outbound('ana@northwind.example, bo@northwind.example');
  write('a.yaml', both);
  await run('plan a.yaml --out second.json');
  write('a.yaml', outbound('ana@northwind.example'));
  expect(await run('apply first.json --auto-approve')).toMatchObject({ exit: 0 });
  write('a.yaml', both);
  expect((await run('apply second.json --auto-approve')).stderr).not.toContain('plan-superseded');
});

it('an older plan of the same configuration as the last reviewed one is applied', async () => {
  const { run } = folder({ 'a.yaml': outbound('ana@northwind.example, bo@northwind.example') });
  await run('plan a.yaml --out first.json');
  await run('simulator advance 1h');
  await run('plan a.yaml --out second.json');
  expect(await run('apply second.json --auto-approve')).toMatchObject({ exit: 0 });
  expect((await run('apply first.json --auto-approve')).stderr).not.toContain('plan-superseded');
});
