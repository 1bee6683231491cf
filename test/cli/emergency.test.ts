/** The emergency commands of docs/recovery.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { sequenceFolder, sequenceLine } from './sequence-folder.ts';

const sequence = (members: string): string => `version: 1
portal: simulated
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [${members}]
`;

function folder(text: string) {
  const cwd = folderWith({ 'enrollments.yaml': text });
  return {
    run: (line: string) => rollcallInProcess(line.split(' '), { cwd }),
    write: (content: string) => writeFileSync(join(cwd, 'enrollments.yaml'), content),
  };
}

describe('--undo-run', () => {
  it('refuses a run that does not exist, and records nothing', async () => {
    const { run } = folder(sequence('ana@northwind.example'));
    await run('apply --auto-approve');
    for (const command of ['plan', 'apply --auto-approve']) {
      const refused = await run(`${command} --undo-run 2`);
      expect(refused).toMatchObject({ exit: 1, stdout: '' });
      expect(refused.stderr).toContain(
        'error[no-such-run]: Run 2 does not exist. The ledger has runs 1 to 1.',
      );
    }
    expect((await run('history')).stdout).not.toContain('run 2');
  });

  it('pauses the targets of the run, also if a person must unenroll the contacts', async () => {
    const { run, write } = folder(sequence('ana@northwind.example'));
    await run('apply --auto-approve');
    const undone = await run('apply --auto-approve --undo-run 1');
    expect(undone).toMatchObject({ exit: 6 });
    expect(undone.stdout).toContain('Applying it pauses the targets of that run.');
    expect(`${undone.stdout}${undone.stderr}`).toContain('Paused sequences.q4-outbound.');
    write(sequence('ana@northwind.example, bo@northwind.example'));
    const { stdout } = await run('plan');
    expect(stdout).toContain('waiting');
    expect(stdout).toContain('paused by');
    expect(stdout).not.toContain('+ enroll');
  });
});

describe('pause', () => {
  it('of a target remains under another id and another key, and resume ends it', async () => {
    const { run, write } = sequenceFolder();
    write(sequenceLine('a', '5510021', 'ana@northwind.example'));
    await run('apply --auto-approve');
    await run('pause sequences.a --reason legal');
    const members = 'ana@northwind.example, bo@northwind.example';
    write(sequenceLine('a', '5510022, since: 2026-11-02', members));
    expect((await run('apply --auto-approve')).stdout).not.toContain('+ enroll');
    expect((await run('plan')).stdout).toContain('paused by tester on 2026-11-02: legal');
    write(sequenceLine('b', '5510022, since: 2026-11-02, replaces: "5510021"', members));
    expect((await run('plan')).stdout).toContain('rollcall resume sequences.b');
    expect((await run('resume sequences.b')).stderr).toContain('sequences.b are no longer paused');
    expect((await run('pause')).stdout).not.toContain('sequences.');
    expect((await run('resume')).stderr).toContain('no longer paused');
    expect((await run('plan')).stdout).toContain('+ enroll');
  });
});

describe('apply --suppressions', () => {
  it('warns about a suppressed contact that remains because someone else enrolled it', async () => {
    const { run } = folder(`version: 1
portal: simulated
suppress: [{ id: 1056 }]
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [ana@northwind.example]
`);
    const { stdout, exit } = await run('apply --suppressions --auto-approve');
    expect(exit).toBe(0);
    expect(stdout).toContain('No changes.');
    expect(stdout).not.toContain('HubSpot matches');
    expect(stdout).toContain('Unchanged: 1 enrolled by someone else');
    expect(stdout).toContain('warning[suppressed-unmanaged]');
    expect(stdout).toContain('advice[only-suppressions]');
  });

  it('unenrolls a contact whose suppressed email moved to another contact', async () => {
    const moved = (more: string): string => `version: 1
portal: simulated
sequences:
  a:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example]
    unenroll: { workflow: 7781 }
${more}`;
    const { run, write } = folder(moved(''));
    await run('apply --auto-approve');
    await run('simulator advance 1h');
    await run('simulator act change-email 1042 --with ana@northwind.example');
    write(moved('suppress: [ana@northwind.example]\n'));
    // The route of this target cannot unenroll a contact without an email, so the command must not succeed.
    const manual = await run('apply --suppressions --auto-approve');
    expect(manual.exit).toBe(6);
    expect(manual.stdout).toContain('No changes that rollcall can make. 1 manual');
    await run('simulator act change-email 1041 --with ana2@northwind.example');
    const { stdout, exit } = await run('apply --suppressions --auto-approve');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/- unenroll .*\(1041\)/u);
    expect(stdout).toContain('sequences.a  1 unenrolled');
  });
});
