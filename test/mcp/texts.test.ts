/** Texts are an overlay over the files of the folder: they never make a plan of other files than the user has. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { type Agent, startAgent } from './agent.ts';

const target = (key: string, id: number, member: number): string =>
  `sequences:\n  ${key}: { id: ${id}, sender: maria@acme.example, members: [{ id: ${member} }] }\n`;
const head = 'version: 1\nportal: simulated\n';
const folder = {
  'crm/a.yaml': head + target('q4', 5510021, 1042),
  'crm/b.yaml': `version: 1\n${target('renewals', 5510022, 1007)}`,
};
const edited = `version: 1\n${target('renewals', 5510022, 1008)}`;

async function enrolled(agent: Agent, args: Record<string, unknown>): Promise<readonly string[]> {
  const { document, text, isError } = await agent.call('plan', args);
  if (isError) throw new Error(text);
  return document.changes.map(({ address }: { address: string }) => address);
}

describe('a text', () => {
  it('replaces its file in any spelling of the path, together with the other files on disk', async () => {
    const cwd = folderWith(folder);
    symlinkSync('crm', join(cwd, 'link'));
    const agent = await startAgent({ cwd });
    expect(await enrolled(agent, { files: ['crm'] })).toEqual([
      'sequences.q4/1042',
      'sequences.renewals/1007',
    ]);
    const spellings = [
      'crm/b.yaml',
      './crm/b.yaml',
      'crm/../crm/./b.yaml',
      join(cwd, 'crm/b.yaml'),
      'link/b.yaml',
    ];
    for (const path of spellings) {
      const changes = await enrolled(agent, { files: ['crm'], texts: [{ path, text: edited }] });
      expect([path, changes]).toEqual([path, ['sequences.q4/1042', 'sequences.renewals/1008']]);
    }
    const spelled = await enrolled(agent, {
      files: ['crm/../crm/a.yaml', join(cwd, 'crm/b.yaml')],
      texts: [{ path: 'crm/b.yaml', text: edited }],
    });
    expect(spelled).toEqual(['sequences.q4/1042', 'sequences.renewals/1008']);
  });

  it('at a new path in a folder of the configuration is loaded, also in a new folder', async () => {
    const agent = await startAgent({ cwd: folderWith({ 'crm/a.yaml': folder['crm/a.yaml'] }) });
    const added = { path: 'crm/new.yaml', text: edited };
    expect(await enrolled(agent, { files: ['crm'], texts: [added] })).toEqual([
      'sequences.q4/1042',
      'sequences.renewals/1008',
    ]);
    const other = { path: 'other/new.yaml', text: edited };
    expect(await enrolled(agent, { files: ['crm', 'other'], texts: [other] })).toContain(
      'sequences.renewals/1008',
    );
  });

  it('can be the CSV file of an entry', async () => {
    const text = `${folder['crm/a.yaml'].replace('{ id: 1042 }', '{ audience: x }')}audiences: { x: [{ file: people.csv }] }\n`;
    const agent = await startAgent({
      cwd: folderWith({ 'crm/a.yaml': text, 'crm/people.csv': 'id\n1042\n' }),
    });
    const texts = [{ path: 'crm/people.csv', text: 'id\n1043\n' }];
    expect(await enrolled(agent, { files: ['crm'], texts })).toEqual(['sequences.q4/1043']);
  });

  it('is refused by its name if the configuration does not read it', async () => {
    const cwd = folderWith({ ...folder, 'enrollments.yaml': head + target('q4', 5510021, 1042) });
    const agent = await startAgent({ cwd });
    const calls = [
      { texts: [{ path: 'crm/b.yaml', text: edited }] },
      { texts: [{ path: 'draft.yaml', text: edited }] },
      { files: ['crm'], texts: [{ path: 'crm/deep/c.yaml', text: edited }] },
      { files: ['crm'], texts: [{ path: 'crm/notes.txt', text: edited }] },
      { files: ['crm'], texts: [{ path: 'crm', text: edited }] },
    ];
    const more: Readonly<Record<string, Record<string, unknown>>> = {
      plan: {},
      validate: {},
      explain: { contact: '1042' },
      propose_change: { action: 'add', contacts: ['1050'], to: 'q4' },
    };
    for (const call of calls) {
      for (const [tool, args] of Object.entries(more)) {
        const { text, isError } = await agent.call(tool, { ...args, ...call });
        expect({ tool, isError, text }).toEqual({
          tool,
          isError: true,
          text: expect.stringMatching(/^error\[text-not-read\]: .*\n.*`files?`/u),
        });
        expect(text).toContain(JSON.stringify(call.texts[0]?.path));
      }
    }
  });

  it('is given once for each file', async () => {
    const agent = await startAgent({ cwd: folderWith(folder) });
    const files = ['crm'];
    const two = [
      { path: 'crm/b.yaml', text: edited },
      { path: './crm/b.yaml', text: edited },
    ];
    expect((await agent.call('plan', { files, texts: two })).text).toMatch(/^error\[bad-flag\]: .*twice/u);
    const change = { action: 'add', contacts: ['1050'], to: 'renewals', files };
    const { document } = await agent.call('propose_change', change);
    const both = await agent.call('plan', { proposal: document.proposal, texts: [two[0]] });
    expect(both.text).toMatch(/^error\[bad-flag\]: .*in the proposal/u);
    // A text for another file of the proposal's configuration joins it.
    const text = folder['crm/a.yaml'].replace('1042', '1043');
    const joined = await enrolled(agent, {
      proposal: document.proposal,
      texts: [{ path: 'crm/a.yaml', text }],
    });
    expect(joined).toEqual(['sequences.q4/1043', 'sequences.renewals/1007', 'sequences.renewals/1050']);
  });

  it('may keep the token and the ledger that another file of the configuration names', async () => {
    const cwd = folderWith({
      ...folder,
      'crm/a.yaml': `${folder['crm/a.yaml']}ledger: postgres://u@127.0.0.1:9/db\n`,
    });
    const agent = await startAgent({ cwd });
    const { text } = await agent.call('plan', {
      files: ['crm'],
      texts: [{ path: 'crm/b.yaml', text: edited }],
    });
    expect(text).not.toContain('place-chosen-by-text');
  });
});

describe('a proposal', () => {
  it('has the paths of its diff below the folder, without detours', async () => {
    const cwd = folderWith(folder);
    const agent = await startAgent({ cwd });
    const { document } = await agent.call('propose_change', {
      action: 'add',
      contacts: ['1050'],
      to: 'renewals',
      files: ['crm/../crm', join(cwd, 'crm/b.yaml')],
    });
    expect(document.diff).toContain('--- a/crm/b.yaml\n+++ b/crm/b.yaml\n');
    expect(document.files.map(({ path }: { path: string }) => path)).toEqual(['crm/b.yaml']);
  });
});

describe('a path outside of the folder', () => {
  it('is refused without a look at what is there, and before a request', async () => {
    const parent = folderWith({ 'outside/secret.yaml': head, 'outside/led.db': 'x' });
    const cwd = join(parent, 'work');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'enrollments.yaml'), head + target('q4', 5510021, 1042));
    symlinkSync('../outside', join(cwd, 'linkdir'));
    symlinkSync('../nothing', join(cwd, 'deadlink'));
    symlinkSync('../outside/secret.yaml', join(cwd, 'link.yaml'));
    symlinkSync('../outside/nope.yaml', join(cwd, 'dead.yaml'));
    symlinkSync('loop', join(cwd, 'loop'));
    const agent = await startAgent({ cwd, env: { HUBSPOT_BASE_URL: 'http://127.0.0.1:9' } });
    const shapes = new Set<string>();
    for (const path of [
      'linkdir/secret.yaml',
      'linkdir/nope.yaml',
      'linkdir/nope/deeper.yaml',
      'linkdir',
      'deadlink/secret.yaml',
      'deadlink',
      'link.yaml',
      'dead.yaml',
      '../outside/secret.yaml',
      '../outside/nope.yaml',
      '/etc/passwd',
      '/etc/no-such-file',
    ]) {
      for (const tool of ['validate', 'plan', 'doctor', 'status', 'history', 'list_targets', 'drift']) {
        const { text, isError } = await agent.call(tool, { files: [path] });
        expect([tool, isError]).toEqual([tool, true]);
        shapes.add(text.replace(JSON.stringify(path), 'PATH'));
      }
    }
    expect([...shapes]).toEqual([
      expect.stringMatching(
        /^error\[file-outside-folder\]: The path PATH leads out of the folder.*\n.*folder/u,
      ),
    ]);
    // The system would follow the link before it goes up.
    const { document } = await agent.call('validate', { files: ['linkdir/../secret.yaml'] });
    expect(document.diagnostics).toMatchObject([{ code: 'file-not-found' }]);
    for (const file of ['linkdir/people.csv', 'linkdir/secret.yaml', '/etc/passwd', 'dead.yaml']) {
      const text = `${head}suppress: [{ file: ${file} }]\n`;
      const included = await agent.call('validate', { texts: [{ path: 'enrollments.yaml', text }] });
      expect(included.text).toContain('include-outside-folder');
      expect(included.text).not.toMatch(/does not exist|is relative to/u);
    }
    for (const ledger of ['linkdir/led.db', 'linkdir/none.db', 'deadlink/x.db']) {
      writeFileSync(
        join(cwd, 'enrollments.yaml'),
        `${head}ledger: ${ledger}\n${target('q4', 5510021, 1042)}`,
      );
      expect((await agent.call('plan')).text).toMatch(/^error\[file-outside-folder\]: `ledger`/u);
    }
  });
});
