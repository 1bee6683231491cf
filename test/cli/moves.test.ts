import { describe, expect, it } from 'vitest';
import { sequenceFolder, sequenceLine } from './sequence-folder.ts';
import { serverFor } from './simulator-server.ts';

const ana = 'ana@northwind.example';
const bo = 'bo@northwind.example';
const noor = 'noor@contoso.example';

describe('a contact that moves between two sequences', () => {
  it('is not enrolled in the second one if the unenrollment from the first one failed', async () => {
    const server = await serverFor();
    const { run, write } = sequenceFolder(server);
    write(sequenceLine('a', '5510021', `${ana}, ${bo}`), sequenceLine('b', '5510022', noor));
    expect(await run('apply --auto-approve --new-ledger')).toMatchObject({ exit: 0 });
    const body = { status: 'error', message: 'no' };
    server.simulator.setFaults([
      { kind: 'status', status: 400, route: 'POST /automation/v2/workflows/*', body },
    ]);
    write(sequenceLine('a', '5510021', bo), sequenceLine('b', '5510022', `${noor}, ${ana}`));
    const { stdout, exit } = await run('apply --auto-approve');
    expect(exit).toBe(6);
    expect(stdout).toContain('0 of 2 changes applied; 1 failed, 1 not attempted');
    expect(stdout).toContain('active in sequences.a');
    expect(stdout).not.toContain('ALREADY_ENROLLED');
  });
});
