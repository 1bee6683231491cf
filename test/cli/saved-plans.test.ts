/** The report of the changes of a saved plan that apply does not send. */
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
