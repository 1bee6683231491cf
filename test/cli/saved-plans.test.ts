/** The report of the changes of a saved plan that apply does not send. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sequenceFolder, sequenceLine } from './sequence-folder.ts';

const members = 'ana@northwind.example, bo@northwind.example';

describe('a saved plan', () => {
  it('waits if its target was paused later, and can be continued', async () => {
    const { run, write } = sequenceFolder();
    write(sequenceLine('a', '5510021', members));
    await run('plan --out p.json');
    await run('pause sequences.a --reason legal');
    const paused = await run('apply p.json --auto-approve');
    expect(paused.exit).toBe(0);
    expect(paused.stdout).toContain('waiting: paused by tester');
    expect(paused.stdout).not.toContain('stale');
    await run('resume sequences.a');
    const resumed = await run('apply p.json --auto-approve');
    expect(resumed).toMatchObject({ exit: 0 });
    expect(resumed.stdout).toContain('2 of 2 changes applied');
  });

  it('does not send to an email that was not reviewed', async () => {
    const { run, write } = sequenceFolder();
    write(sequenceLine('a', '5510021', 'ana@northwind.example, {id: 1042}'));
    await run('plan --out p.json');
    await run('simulator act change-email 1041 --with boss@fabrikam.example');
    await run('simulator act change-email 1042 --with chief@fabrikam.example');
    const { exit, stdout } = await run('apply p.json --auto-approve');
    expect(exit).toBe(6);
    expect(stdout).toContain('0 of 2 changes applied; 2 not attempted');
    expect(stdout).toContain('stale');
  });
});

describe('a saved plan whose target was edited since', () => {
  const onboarding = (more = ''): string =>
    `workflows:\n  onboarding:\n    id: 900100\n    members: [bo@northwind.example, {id: 1001}]\n    everList: 554\n${more}`;

  function folder(text: string) {
    const opened = sequenceFolder();
    writeFileSync(join(opened.cwd, 'enrollments.yaml'), `version: 1\nportal: simulated\n${text}`);
    return opened;
  }

  const sentence = 'stale: workflows.onboarding was edited in HubSpot after the plan was made';
  const flat = (text: string): string => text.replaceAll(/\s+/gu, ' ');

  it('enrolls no contact there and sends the rest', async () => {
    const sequences = `sequences:\n${sequenceLine('a', '5510021', 'ana@northwind.example')}`;
    const { run } = folder(sequences + onboarding());
    await run('plan --out p.json');
    await run('simulator act edit-target 900100 --with delay:2=5d');
    const { exit, stdout, stderr } = await run('apply p.json --auto-approve');
    expect(exit).toBe(6);
    expect(flat(stdout)).toContain('1 of 3 changes applied; 2 not attempted');
    expect(flat(stdout)).toContain(sentence);
    expect(flat(stdout)).toContain('Plan again');
    expect(flat(stderr + stdout)).toContain('2 changes into workflows.onboarding are not sent');
    const again = await run('apply p.json --auto-approve');
    expect(again).toMatchObject({ exit: 6 });
  });

  it('keeps the edit as drift until a plan that was made after it is applied', async () => {
    const { run } = folder(onboarding());
    await run('plan --out p.json');
    await run('simulator act edit-target 900100 --with delay:2=5d');
    expect(flat((await run('apply p.json --auto-approve')).stdout)).toContain(
      '0 of 2 changes applied; 2 not attempted',
    );
    const drift = await run('drift');
    expect([drift.exit, flat(drift.stdout)]).toEqual([
      2,
      expect.stringContaining('The workflow was edited after the plan of the last apply was made.'),
    ]);
    const plan = await run('plan --out p2.json');
    expect(flat(plan.stdout)).toContain('This plan enrolls 2 contacts there.');
    expect((await run('apply p2.json --auto-approve')).exit).toBe(0);
    expect((await run('drift')).stdout).toContain('No drift');
  });

  it('keeps the baseline of a target without changes', async () => {
    const { run, cwd } = folder(onboarding());
    expect((await run('apply --auto-approve')).exit).toBe(0);
    writeFileSync(
      join(cwd, 'enrollments.yaml'),
      `version: 1\nportal: simulated\nsequences:\n${sequenceLine('a', '5510021', 'ana@northwind.example')}${onboarding()}`,
    );
    await run('plan --out p.json');
    await run('simulator act edit-target 900100 --with delay:2=5d');
    expect((await run('apply p.json --auto-approve')).exit).toBe(0);
    const drift = await run('drift');
    expect([drift.exit, flat(drift.stdout)]).toEqual([
      2,
      expect.stringContaining('delay 2: 7 days → 5 days'),
    ]);
  });

  it('is shown by the own plan of an apply without a saved one', async () => {
    const { run, cwd } = folder(onboarding());
    expect((await run('apply --auto-approve')).exit).toBe(0);
    await run('simulator act edit-target 900100 --with delay:2=5d');
    const more = onboarding().replace('{id: 1001}', '{id: 1001}, ana@northwind.example');
    writeFileSync(join(cwd, 'enrollments.yaml'), `version: 1\nportal: simulated\n${more}`);
    const { stdout } = await run('apply --auto-approve');
    expect(flat(stdout)).toContain('This plan enrolls 1 contact there. delay 2: 7 days → 5 days.');
    expect(stdout.indexOf('7 days')).toBeLessThan(stdout.indexOf('Apply complete'));
  });

  it('enrolls there if its file is the only review and has the edit', async () => {
    const { run } = folder(onboarding());
    await run('simulator act edit-target 900100 --with delay:2=5d');
    await run('plan --out p.json');
    expect((await run('apply p.json --auto-approve')).exit).toBe(0);
  });
});
