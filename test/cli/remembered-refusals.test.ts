/** The command that a plan prints for contacts that HubSpot refused before: it works as it is pasted. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateAccount, generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const format = (name: string) => ['plan', '--format', name, '--full'];

it.each([1, 3])('clears the refusals of %i contacts, as each format prints it', async (contacts) => {
  const { simulator, env } = await serverFor({ account: generateAccount({ contacts, allReachable: true }) });
  const emails = Array.from({ length: contacts }, (_, index) => generatedEmail(index));
  for (const who of emails)
    await simulator.act({ what: 'refuse', who, with: 'RECIPIENT_PREVIOUSLY_BOUNCED' });
  const cwd = folderWith({
    'enrollments.yaml': `version: 1
portal: ${simulator.portalId}
sequences:
  drip:
    id: 5510021
    sender: maria@acme.example
    members: [${emails.join(', ')}]
`,
  });
  await rollcallInProcess(['apply', '--auto-approve', '--new-ledger'], { cwd, env });
  for (const name of ['text', 'markdown']) {
    const { stdout } = await rollcallInProcess(format(name), { cwd, env });
    const found = /rollcall (resolve (?:\S+ )*?(?:--retry|--file FILE))(?:.*? as `?(\S+) retry)?/su.exec(
      stdout,
    );
    const [, command = '', example] = found ?? [];
    expect(command).not.toBe('');
    if (example !== undefined) {
      const lines = emails.map((_, index) => `sequences.drip/${1_000_001 + index} retry`);
      expect(lines).toContain(`${example} retry`);
      writeFileSync(join(cwd, 'FILE'), lines.join('\n'));
    }
    const resolved = await rollcallInProcess(command.split(' '), { cwd, env });
    expect(resolved.stdout).toContain(`${contacts} enrollment`);
    expect(resolved.exit).toBe(0);
    await rollcallInProcess(['apply', '--auto-approve'], { cwd, env });
  }
});
