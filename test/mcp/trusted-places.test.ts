/** An agent cannot choose where the server connects: with a text, or with a file that names a ledger elsewhere. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { startAgent } from './agent.ts';

const yaml = (more: string): string =>
  `version: 1\nportal: simulated\n${more}sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: [{ id: 1042 }] }\n`;

/** Listens like a database server, and keeps what it received. */
async function listener() {
  const received: Buffer[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('data', (bytes) => received.push(bytes));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, connections: () => connections };
}

it('no text connects to a ledger server that the files do not name', async () => {
  const server = await listener();
  const cwd = folderWith({ 'enrollments.yaml': yaml('') });
  const agent = await startAgent({ cwd, env: { PGPASSWORD: 'pg-secret' } });
  const text = yaml(`ledger: postgres://u@127.0.0.1:${server.port}/db?sslmode=disable\n`);
  for (const path of ['enrollments.yaml', 'new.yaml']) {
    const { isError, text: shown } = await agent.call('plan', { files: [path], texts: [{ path, text }] });
    expect([isError, shown]).toEqual([true, expect.stringContaining('place-chosen-by-text')]);
  }
  expect(server.connections()).toBe(0);
});

it('no comment and no other YAML file of the folder makes an address trusted', async () => {
  const server = await listener();
  const address = `postgres://u@127.0.0.1:${server.port}/db?sslmode=disable`;
  const cwd = folderWith({
    'enrollments.yaml': `${yaml('')}# before the move: ${address}\n`,
    'docker-compose.yml': `services: { x: { command: [migrate, "${address}"] } }\n`,
    'own.yaml': yaml(`ledger: "${address}"\n`),
  });
  const agent = await startAgent({ cwd, env: { PGPASSWORD: 'pg-secret' } });
  const plan = (path: string) =>
    agent.call('plan', { files: [path], texts: [{ path, text: yaml(`ledger: ${address}\n`) }] });
  for (const path of ['enrollments.yaml', 'docker-compose.yml'])
    expect([path, (await plan(path)).text]).toEqual([path, expect.stringContaining('place-chosen-by-text')]);
  expect(server.connections()).toBe(0);
  // The file that has the ledger keeps it.
  expect((await plan('own.yaml')).text).not.toContain('place-chosen-by-text');
});

it('no text chooses another variable with a token', async () => {
  const cwd = folderWith({ 'enrollments.yaml': yaml('token: HUBSPOT_TOKEN_OTHERS\n') });
  const env = { HUBSPOT_TOKEN_OTHER: 'secret-of-another-account' };
  const agent = await startAgent({ cwd, env });
  const text = yaml('token: HUBSPOT_TOKEN_OTHER\n').replace('simulated', '12345');
  for (const tool of ['plan', 'doctor', 'list_targets']) {
    const { isError, text: shown } = await agent.call(tool, {
      files: ['enrollments.yaml'],
      ...(tool === 'plan' ? { texts: [{ path: 'enrollments.yaml', text }] } : {}),
    });
    if (tool === 'plan')
      expect([isError, shown]).toEqual([true, expect.stringContaining('place-chosen-by-text')]);
    expect(shown).not.toContain('secret-of-another-account');
  }
});

it('no tool reads a ledger file outside of the folder', async () => {
  const parent = folderWith({});
  const cwd = join(parent, 'work');
  mkdirSync(cwd);
  writeFileSync(join(parent, 'other.db'), 'not a ledger');
  writeFileSync(join(cwd, 'enrollments.yaml'), yaml('ledger: ../other.db\n'));
  const agent = await startAgent({ cwd });
  for (const tool of ['plan', 'history', 'status', 'drift']) {
    const { text } = await agent.call(tool, { files: ['enrollments.yaml'] });
    expect([tool, text]).toEqual([tool, expect.stringContaining('file-outside-folder')]);
  }
});
