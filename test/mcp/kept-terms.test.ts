/** A proposal keeps the terms of an entry that it changes, and names those that a move does not keep. */
import { expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { startAgent } from './agent.ts';

const files = {
  'enrollments.yaml': `version: 1
portal: simulated
sequences:
  q4:
    id: 5510021
    sender: maria@acme.example
    members:
      - { id: 1042, since: 2026-01-01, sender: paul@acme.example }
  renewals: { id: 5510022, sender: maria@acme.example, members: [{ id: 1007 }] }
`,
};

it('a later `since` keeps the sender of the entry', async () => {
  const agent = await startAgent({ cwd: folderWith(files) });
  const args = { action: 'add', contacts: ['1042'], to: 'q4', since: '2026-11-01' };
  const { document } = await agent.call('propose_change', args);
  const [{ text }] = document.files;
  expect(text).toContain('since: 2026-11-01');
  expect(text).toContain('sender: paul@acme.example');
});

it('a move names the terms that it does not keep', async () => {
  const agent = await startAgent({ cwd: folderWith(files) });
  const args = { action: 'move', contacts: ['1042'], from: 'q4', to: 'renewals' };
  const { document } = await agent.call('propose_change', args);
  expect(document.effects).toMatchObject([
    { effect: 'remove', note: 'not kept: `sender`, `since` of the entry' },
    { effect: 'add' },
  ]);
});
