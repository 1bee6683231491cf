/** What the tools answer to wrong and unusual arguments: true for an agent, with a next step. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleFolder, folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { serverFor } from '../cli/simulator-server.ts';
import { startAgent } from './agent.ts';

const yaml = (more = ''): string =>
  `version: 1\nportal: simulated\n${more}sequences:\n  q4:\n    id: 5510021\n    sender: maria@acme.example\n    members: [{ id: 1042 }, { id: 1043 }, { id: 1044 }]\n`;

describe('a contact argument', () => {
  it('that is a masked address or a name is refused before a request', async () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml() });
    const agent = await startAgent({ cwd, env: { HUBSPOT_BASE_URL: 'http://127.0.0.1:9' } });
    for (const tool of ['find_contact', 'explain', 'history']) {
      for (const [contact, problem] of [
        ['a•••@acme.example', 'is a masked address'],
        ['sequences.q4/a•••@acme.example', 'is a masked address'],
        ['Uma', 'is neither an email nor a contact id'],
        ['Uma Patel', 'is neither an email nor a contact id'],
        ['-1', 'is neither an email nor a contact id'],
      ]) {
        const { text, isError } = await agent.call(tool, { contact });
        expect([tool, isError]).toEqual([tool, true]);
        expect(text).toContain(`error[bad-address]: "${contact}" ${problem}`);
        expect(text).toMatch(/Pass the id of the contact/u);
      }
    }
  });
});

describe('a plan above a limit', () => {
  it('says what a person does, and names no flag of a tool', async () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml('limits: { enroll: 2 }\n') });
    const agent = await startAgent({ cwd });
    const { text, document } = await agent.call('plan');
    expect(text).toContain('REFUSED: the plan is above a limit.\n3 enrollments, the limit is 2.\n');
    expect(text).not.toContain('To allow them for one run');
    const [{ help }] = document.diagnostics;
    expect(help).toBe(
      'Show these changes to the user. If they are right, a person raises `limits.enroll` in the file (enrollments.yaml:3), or applies once with `rollcall apply --max-enroll 3`.',
    );
    expect(text).toContain('1 sender would email 3 people');
    const { stdout } = await rollcallInProcess(['plan'], { cwd });
    expect(stdout).toContain('REFUSED: 3 enrollments, the limit is 2. Nothing was applied.');
    expect(stdout).not.toMatch(/enroll \d+ of \d+/u);
  });
});

describe('the requests of a session', () => {
  it('that are used up are the reason of every tool', async () => {
    const { env } = await serverFor();
    const agent = await startAgent({ cwd: exampleFolder(), env, args: ['--max-requests', '1'] });
    for (const [tool, args] of [
      ['validate', { online: true }],
      ['doctor', {}],
      ['plan', {}],
      ['list_targets', {}],
    ] as const) {
      const { text, isError } = await agent.call(tool, args);
      expect([tool, isError, text]).toEqual([
        tool,
        true,
        expect.stringMatching(/^error\[session-requests-used-up\]: .* sent 1 request .*\n.*--max-requests/u),
      ]);
      expect(text).not.toMatch(/Invalid|;/u);
    }
    expect((await agent.call('validate')).isError).toBe(false);
  });

  it('are a whole number, 1 or greater', async () => {
    for (const number of ['0', '-5', '1.5', 'many']) {
      const { exit, stderr } = await rollcallInProcess(['mcp', `--max-requests=${number}`], {
        cwd: folderWith({}),
      });
      expect([number, exit]).toEqual([number, 1]);
      expect(stderr).toContain('--max-requests');
    }
  });
});

describe('the sentences', () => {
  it('end once, have a subject, and are the same for errors', async () => {
    const { env, simulator } = await serverFor();
    const cwd = exampleFolder();
    expect(await rollcallInProcess(['apply', '--auto-approve'], { cwd, env })).toMatchObject({ exit: 0 });
    const agent = await startAgent({ cwd, env });
    const texts: string[] = [];
    for (const [tool, args] of [
      ['plan', { limit: 200 }],
      ['explain', { contact: '1042' }],
      ['explain', { contact: '1046' }],
      ['doctor', { limit: 200 }],
      ['validate', { online: true }],
      ['drift', { strict: true }],
      ['status', {}],
      ['history', { run: 1, contact: '1099' }],
      ['history', { run: 99 }],
    ] as const) {
      texts.push((await agent.call(tool, args)).text);
    }
    expect(texts.at(-2)).toBe('0 records of run 1 of this contact.');
    expect(texts.at(-1)).toMatch(
      /^error\[no-such-run\]: Run 99 does not exist\. The ledger has runs 1 to 1\./u,
    );
    simulator.setFaults([{ route: 'GET /crm/*', kind: 'status', status: 403 }]);
    for (const tool of ['doctor', 'plan', 'list_targets']) texts.push((await agent.call(tool)).text);
    for (const text of texts) {
      expect(text).not.toMatch(/\.\.(?!\.)|\.;|\. \.|: active: active/u);
      expect(text).not.toMatch(/^.*: active: active since/mu);
    }
  });

  it('show senders in errors, as everywhere, and help as it is', async () => {
    const cwd = folderWith({
      'enrollments.yaml': yaml().replace('5510021', '5510021\n    senderAlias: maria@acme.example'),
    });
    const agent = await startAgent({ cwd });
    writeFileSync(join(cwd, 'enrollments.yaml'), yaml().replace('id: 5510021', 'name: No such sequence'));
    const { text, isError } = await agent.call('plan');
    expect(isError).toBe(true);
    expect(text).toContain('maria@acme.example');
    writeFileSync(join(cwd, 'enrollments.yaml'), `${yaml()}ledger: postgres://user:secret@host/db\n`);
    const refused = await agent.call('validate');
    expect(refused.text).not.toMatch(/secret|U•••@HOST/u);
  });
});
