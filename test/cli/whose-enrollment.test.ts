/** Enrollments by someone else after rollcall enrolled the contact. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = (members: string): string => `version: 1
portal: simulated
sequences:
  a:
    id: 5510021
    sender: paul@acme.example
    members: [${members}]
    unenroll: { workflow: 7781 }
`;

function folder(text: string) {
  const cwd = folderWith({ 'enrollments.yaml': text });
  return {
    run: (line: string) => rollcallInProcess(line.split(' '), { cwd }),
    write: (content: string) => writeFileSync(join(cwd, 'enrollments.yaml'), content),
  };
}

describe('an enrollment by another user twenty minutes after that of rollcall', () => {
  it.each([
    ['recorded', true],
    ['not recorded', false],
  ])('remains if the end of the earlier enrollment is %s', async (_end, records) => {
    const { run, write } = folder(file('ana@northwind.example, bo@northwind.example'));
    await run('apply --auto-approve');
    await run('simulator act reply 1041');
    if (records) await run('apply --auto-approve');
    await run('simulator advance 20m');
    await run('simulator act enroll 1041 --target 5510021');
    write(file('bo@northwind.example'));
    const plan = await run('plan --full');
    expect(plan.stdout).toContain('No changes.');
    expect(plan.stdout).toMatch(/~ unmanaged \d+: [^~]*\n {4}~ a•••@northwind\.example \(1041\)/u);
    const undo = await run('plan --undo-run 1 --full');
    expect(undo.stdout).not.toMatch(/- unenroll +a•••@northwind\.example/u);
  });
});

describe('a contact that was adopted in a workflow without `activeList`', () => {
  it('is listed after its declaration was deleted, with a warning if it is suppressed', async () => {
    const workflow = (members: string): string =>
      `version: 1\nportal: simulated\nsuppress: [lars@tailspin.example]\nworkflows: { onb: { id: 900100, members: [${members}], everList: 554 } }\n`;
    const { run, write } = folder(
      workflow('lars@tailspin.example, ana@northwind.example').replace(/suppress.*\n/u, ''),
    );
    await run('apply --auto-approve');
    write(workflow('ana@northwind.example'));
    for (const command of ['plan --full', 'apply --suppressions --auto-approve --full']) {
      const { stdout } = await run(command);
      expect(stdout).toMatch(/~ unmanaged \d+: [^~]*\n {4}~ l•••@tailspin\.example/u);
      expect(stdout).toContain('warning[suppressed-unmanaged]');
    }
  });
});
