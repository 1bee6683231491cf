/** A rotation with a rep who left the account, one without an inbox, and a sequence that is declared by its name. */
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = (identity: string, rotate: string): string => `version: 1
portal: simulated
sequences:
  q4-outbound:
    ${identity}
    sender: { rotate: [${rotate}], whenFull: next }
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example, noor@contoso.example]
`;
const withGhost = 'ghost@acme.example, maria@acme.example, nina@acme.example';
const run = (args: string, cwd: string) => rollcallInProcess(args.split(' '), { cwd });

describe.each(['name: Q4 outbound', 'id: 5510021'])('a sequence with `%s`', (identity) => {
  it('blocks only the contacts of a rep who is not a user, and doctor names the rep', async () => {
    const cwd = folderWith({ 'enrollments.yaml': file(identity, withGhost) });
    const plan = await run('plan', cwd);
    expect(plan.exit).toBe(0);
    expect(plan.stdout).toContain('1 to enroll; 3 blocked');
    expect(plan.stdout).toContain('blocked 3: the account has no user ghost@acme.example, the sender');
    const doctor = await run('doctor --verbose', cwd);
    expect(doctor.exit).toBe(3);
    expect(doctor.stdout).toMatch(
      /failed +enrollments\.yaml:6: ghost@acme\.example is not a user of the account/u,
    );
    expect(doctor.stdout).toMatch(/ok .*maria@acme\.example is user \d+, with the seat/su);
    expect(doctor.stdout).toMatch(/ok .*nina@acme\.example is user \d+, with the seat/su);
  });

  it('reports the inbox that is missing, and passes its contacts on in the next plan', async () => {
    const cwd = folderWith({ 'enrollments.yaml': file(identity, 'paul@acme.example, nina@acme.example') });
    const applied = await run('apply --auto-approve', cwd);
    expect(applied.exit).toBe(6);
    expect(applied.stdout).toContain('sender stopped: nina@acme.example has no');
    const next = await run('plan', cwd);
    // The contact whose attempt failed has the later turn, so the other one tests the inbox.
    expect(next.stdout).toMatch(/enroll 1: .* from nina@acme\.example.*\n.*\(1044\)/u);
    expect(next.stdout).toMatch(/enroll 1: .* from paul@acme\.example.*\n.*\(1042\)/u);
  });
});

it('a name that no rep sees is an error with every rep', async () => {
  const cwd = folderWith({ 'enrollments.yaml': file('name: Q5 outbound', withGhost) });
  const { exit, stderr } = await run('plan', cwd);
  expect(exit).toBe(3);
  expect(stderr).toMatch(
    /none of the \d+ sequences that ghost@.*, maria@.*, nina@.* see is named "Q5 outbound"/u,
  );
});
