/** What a proposal keeps, what it says that it loses, and when it offers to write itself. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { type Agent, startAgent } from './agent.ts';

const yaml = (members: string, to = '[{ id: 1007 }]', more = ''): string =>
  `version: 1\nportal: simulated\n${more}sequences:\n  q4:\n    id: 5510021\n    sender: maria@acme.example\n    members:${members}\n  renewals:\n    id: 5510022\n    sender: maria@acme.example\n    members: ${to}\n`;

/** Moves contact 1042, applies the patch with git, and returns the file and the notes. */
async function moved(cwd: string, agent: Agent, text: string) {
  writeFileSync(join(cwd, 'enrollments.yaml'), text);
  const args = { action: 'move', contacts: ['1042'], from: 'q4', to: 'renewals' };
  const { document, text: shown, isError } = await agent.call('propose_change', args);
  if (isError) throw new Error(shown);
  expect(document.valid).toBe(true);
  writeFileSync(join(cwd, 'proposal.diff'), document.patch);
  const [git = '', ...rest] = document.applyWith.split(' ');
  execFileSync(git, rest, { cwd });
  const notes = document.effects.map(({ note = '' }: { note?: string }) => note).join('');
  return { file: readFileSync(join(cwd, 'enrollments.yaml'), 'utf8'), notes };
}

const block = '\n      - { id: 1007 }';
const withComments: readonly (readonly [string, string])[] = [
  ['an entry on one line', '\n      - { id: 1042 } # met\n      - { id: 1050 } # other'],
  [
    'a map over several lines',
    '\n      - id: 1042 # met\n        since: 2026-01-01 # asked\n      - { id: 1050 } # other',
  ],
  [
    'a list in brackets over several lines',
    ' [\n      { id: 1042 }, # met\n      # other\n      { id: 1050 },\n    ]',
  ],
  ['the last of a list in brackets', ' [\n      { id: 1050 }, # other\n      { id: 1042 }, # met\n    ]'],
  [
    'a list in brackets without the last comma',
    ' [\n      { id: 1050 }, # other\n      { id: 1042 } # met\n    ]',
  ],
  [
    'a map in brackets over several lines',
    '\n      - { id: 1042, # met\n          since: 2026-01-01 }\n      - { id: 1050 } # other',
  ],
];

describe('a move', () => {
  it('keeps the comments of the entry, and all comments of others', async () => {
    const cwd = folderWith({});
    const agent = await startAgent({ cwd });
    for (const [name, members] of withComments) {
      for (const to of [
        block,
        '[\n      { id: 1007 } # first\n    ]',
        '[\n      { id: 1007 }, # first\n    ]',
      ]) {
        const { file } = await moved(cwd, agent, yaml(members, to));
        const [from = '', into = ''] = file.split('  renewals:');
        expect([name, from]).toEqual([name, expect.stringContaining('# other')]);
        expect([name, from]).toEqual([name, expect.not.stringContaining('# met')]);
        expect([name, into]).toEqual([name, expect.stringMatching(/\{? ?id: 1042 ?\}?,? # met/u)]);
        if (members.includes('# asked')) expect(into).toContain('# met; asked');
        if (to.includes('# first')) expect(into).toContain('# first');
      }
    }
  });

  it('names a comment for which the new list has no place', async () => {
    const cwd = folderWith({});
    const agent = await startAgent({ cwd });
    const { file, notes } = await moved(cwd, agent, yaml(withComments[0]?.[1] ?? ''));
    expect(file).toContain('members: [{ id: 1007 }, { id: 1042 }]');
    expect(notes).toContain('not kept: the comment `# met`');
    writeFileSync(join(cwd, 'enrollments.yaml'), yaml(withComments[0]?.[1] ?? '', '[{ id: 1042 }]'));
    const args = { action: 'move', contacts: ['1042'], from: 'q4', to: 'renewals' };
    const { document } = await agent.call('propose_change', args);
    expect(document.effects.at(-1).note).toMatch(/lists the contact already.*not kept: the comment `# met`/u);
  });
});

describe('a proposal', () => {
  it('that would make the files invalid offers no way to write it', async () => {
    const agent = await startAgent({
      cwd: folderWith({ 'enrollments.yaml': yaml('\n      - { id: 1042 }') }),
    });
    for (const args of [
      { action: 'remove', contacts: ['1042'], from: 'q4' },
      { action: 'add', contacts: ['1050'], to: 'q4', sender: 'nonsense' },
    ]) {
      const { document, text } = await agent.call('propose_change', args);
      expect(document).toMatchObject({ valid: false });
      for (const key of ['patch', 'applyWith', 'edits']) expect(document).not.toHaveProperty(key);
      expect(text).not.toMatch(/git apply|To write it|make the changes of/u);
      expect(text).toContain('do not write it');
      expect(document.diagnostics[0].help).not.toBe('');
    }
  });

  it('is refused if an argument would be ignored, or a contact would stay where it is', async () => {
    const agent = await startAgent({
      cwd: folderWith({ 'enrollments.yaml': yaml('\n      - { id: 1042 }') }),
    });
    for (const args of [
      { action: 'remove', from: 'q4', to: 'renewals' },
      { action: 'remove', from: 'q4', since: '2026-11-01' },
      { action: 'add', from: 'q4', to: 'renewals' },
      { action: 'move', from: 'q4', to: 'sequences.q4' },
    ]) {
      const { text, isError } = await agent.call('propose_change', { ...args, contacts: ['1042'] });
      expect([isError, text]).toEqual([true, expect.stringMatching(/^error\[bad-flag\]: /u)]);
    }
    expect((await agent.call('status', { maxAge: 'soon' })).text).toMatch(/^error\[bad-flag\]: `maxAge`/u);
    const outside = await agent.call('show_plan', { plan: '../plan.json' });
    expect(outside.text).toMatch(/^error\[file-outside-folder\]: .*runs\.\n/u);
  });

  it('moves no contact that `from` does not list', async () => {
    const agent = await startAgent({
      cwd: folderWith({ 'enrollments.yaml': yaml('\n      - { id: 1042 }\n      - { id: 1050 }') }),
    });
    const move = { action: 'move', contacts: ['1042'], from: 'renewals', to: 'q4' };
    const { text, isError } = await agent.call('propose_change', { ...move, contacts: ['1008'] });
    expect([isError, text]).toEqual([
      true,
      expect.stringContaining('error[not-declared]: sequences.renewals does not list 1008'),
    ]);
    // A contact that is there already stays.
    expect((await agent.call('propose_change', move)).text).toContain('Nothing to change.');
    const twice = { action: 'move', contacts: ['1042', '1042'], from: 'q4', to: 'renewals' };
    expect((await agent.call('propose_change', twice)).isError).toBe(false);
  });

  it('is refused after an edit of its file, and not after it was written', async () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml('\n      - { id: 1042 }') });
    const agent = await startAgent({ cwd });
    const save = (text: string): void => writeFileSync(join(cwd, 'enrollments.yaml'), text);
    const plan = async () => (await agent.call('plan', { proposal: 'p1' })).text;
    await agent.call('propose_change', { action: 'add', contacts: ['1050'], to: 'q4' });
    save(yaml('\n      - { id: 1042 }\n      - id: 1050'));
    expect(await plan()).toMatch(/^Plan /u);
    save(yaml('\n      - { id: 1043 }'));
    expect(await plan()).toContain(
      'The proposal no longer fits the files on disk: "enrollments.yaml" changed',
    );
  });

  it('says that its patch does not fit the disk if it builds on texts that are not there', async () => {
    const onDisk = yaml('\n      - ana@northwind.example\n      - { id: 1050 }');
    const agent = await startAgent({ cwd: folderWith({ 'enrollments.yaml': onDisk }) });
    const add = { action: 'add', contacts: ['hanna@adatum.example'], to: 'q4' };
    const propose = async (more: object) => (await agent.call('propose_change', { ...add, ...more })).text;
    const text = onDisk.replace('sequences:', '# one\n# two\nsequences:');
    const warning = 'Not yet: this proposal changes texts that are not on disk ("enrollments.yaml")';
    expect(await propose({ texts: [{ path: 'enrollments.yaml', text }] })).toContain(warning);
    expect(await propose({ texts: [{ path: 'enrollments.yaml', text: onDisk }] })).not.toContain('Not yet');
    expect(await propose({})).not.toContain('Not yet');
    expect(await propose({ to: 'renewals', proposal: 'p3' })).toContain(warning);
  });

  it('find_contact names the entry of suppress that matches', async () => {
    const text = yaml(
      '\n      - { id: 1042 }',
      '[{ id: 1007 }]',
      "suppress: ['*@fabrikam.example', { id: 1008 }]\n",
    );
    const agent = await startAgent({ cwd: folderWith({ 'enrollments.yaml': text }) });
    for (const contact of ['liam@fabrikam.example', '1008'])
      expect((await agent.call('find_contact', { contact })).text).toContain(
        'enrollments.yaml:3 in `suppress` matches it, so no target enrolls it',
      );
    expect((await agent.call('find_contact', { contact: '1042' })).text).not.toContain('suppress');
  });

  it('does not add a contact again under its other name', async () => {
    const cwd = folderWith({
      'enrollments.yaml': yaml('\n      - { id: 1042 }\n      - liam@fabrikam.example'),
    });
    const agent = await startAgent({ cwd });
    const found = await agent.call('find_contact', { contact: 'ana@northwind.example' });
    writeFileSync(
      join(cwd, 'enrollments.yaml'),
      yaml(`\n      - { id: ${found.document.contact.id} }\n      - liam@fabrikam.example`),
    );
    const again = await agent.call('propose_change', {
      action: 'add',
      contacts: ['ana@northwind.example', 'hanna@adatum.example'],
      to: 'q4',
    });
    expect(again.document.effects).toMatchObject([
      { effect: 'none', note: expect.stringContaining(`already as ${found.document.contact.id}`) },
      { effect: 'add' },
    ]);
    const hanna = await agent.call('find_contact', { contact: 'hanna@adatum.example' });
    const twice = await agent.call('propose_change', {
      action: 'add',
      contacts: ['hanna@adatum.example', hanna.document.contact.id],
      to: 'q4',
    });
    expect(twice.document.effects).toMatchObject([{ effect: 'add' }, { effect: 'none' }]);
  });

  it('says that it did not compare names if HubSpot cannot be read', async () => {
    const file = yaml('\n      - { id: 1042 }').replace('simulated', '12345');
    const agent = await startAgent({ cwd: folderWith({ 'enrollments.yaml': file }) });
    const args = { action: 'add', contacts: ['ana@northwind.example'], to: 'q4' };
    const { document } = await agent.call('propose_change', args);
    expect(document.effects).toMatchObject([
      { effect: 'add', note: expect.stringContaining('HubSpot could not be read') },
    ]);
  });
});
