/** A sender whose inbox is dead: HubSpot returns its refusal with status 500. */
import { describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { simulator, temporaryFolder } from '../simulator/simulator-client.ts';

const file = (portal: number, dialect: string): string => `version: 1
portal: ${portal}
dialect: ${dialect}
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members:
      - { id: 1041, sender: paul@acme.example }
      - { id: 1042 }
      - { id: 1043 }
      - { id: 1044 }
`;

describe.each(['documented', 'guide'])('in the dialect %s', (dialect) => {
  it('a dead inbox stops one sender, leaves nothing unknown, and is named with its remedy', async () => {
    const account = await simulator({ variants: { noInbox: 500 } });
    await account.act({ what: 'disconnect-inbox', who: 'maria@acme.example' });
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'enrollments.yaml'), file(account.portalId, dialect));
    const env = { HUBSPOT_BASE_URL: account.url, HUBSPOT_ACCESS_TOKEN: account.token };
    const apply = async () => {
      const ran = await rollcallInProcess(['apply', '--auto-approve', '--new-ledger', '--format', 'json'], {
        cwd,
        env,
      });
      return { exit: ran.exit, report: JSON.parse(ran.stdout) };
    };
    const first = await apply();
    expect(first.exit).toBe(6);
    expect(first.report.counts).toMatchObject({ done: 1, failed: 1, unknown: 0, notAttempted: 2 });
    expect(first.report.stoppedSenders).toEqual([
      {
        sender: 'maria@acme.example',
        reason: 'maria@acme.example has no connected inbox',
        help: 'Connect the inbox in HubSpot (Settings > General > Email), or use another `sender`.',
      },
    ]);
    const status = await rollcallInProcess(['status', '--format', 'json'], { cwd, env });
    expect(status.stdout).toContain('the sender has no connected inbox');
    expect(status.stdout).toContain('7001');
    expect(status.stdout).not.toContain('maria@');
    await account.act({ what: 'reconnect-inbox', who: 'maria@acme.example' });
    const second = await apply();
    expect(second).toMatchObject({ exit: 0, report: { counts: { planned: 3, done: 3 } } });
  });
});
