/** Two sequences of the files that share one history by `replaces`, as docs/decisions/024-shared-history-of-targets.md decides. */
import { describe, expect, it } from 'vitest';
import { sequenceFolder, sequenceLine } from './sequence-folder.ts';

const replacing = '5510022, replaces: "5510021"';
const ana = 'ana@northwind.example';
const bo = 'bo@northwind.example';

describe('two sequences that share one history', () => {
  it('do not unenroll the members of each other', async () => {
    const { run, write } = sequenceFolder();
    write(sequenceLine('q4', replacing, ana), sequenceLine('classic', '5510021', bo));
    expect(await run('apply --auto-approve')).toMatchObject({ exit: 0 });
    expect(await run('plan --detailed-exitcode')).toMatchObject({ exit: 0 });
  });

  it('do not unenroll them either if only the ledger joins the targets', async () => {
    const { run, write } = sequenceFolder();
    write(sequenceLine('q4', '5510021', ana));
    await run('apply --auto-approve');
    write(sequenceLine('q4', replacing, ana));
    await run('apply --auto-approve');
    write(sequenceLine('q4', '5510022', ana), sequenceLine('classic', '5510021', bo));
    const { stdout } = await run('apply --auto-approve');
    expect(stdout).not.toContain('no longer declared');
    expect(stdout).toContain('Apply complete. 1 of 1 change applied');
    const after = await run('plan --detailed-exitcode');
    expect(after).toMatchObject({ exit: 0 });
    expect(after.stdout).not.toContain('no longer declared');
  });
});
