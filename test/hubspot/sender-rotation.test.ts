/** A sender rotation over the simulated account, in both dialects. */
import { expect, test } from 'vitest';
import { lineOver } from './line-over.ts';

const members = ['ana@northwind.example', 'liam@fabrikam.example', 'noor@contoso.example'];

const yaml = (sender: string): string => `
limits: { perSenderPerDay: 2 }
sequences:
  outbound: { id: 5510021, sender: ${sender}, members: [${members.join(', ')}] }
`;

test.each(['documented', 'guide'] as const)(
  'in %s, no contact passes on during an apply: the plan names its rep',
  async (dialect) => {
    // Nina has no inbox.
    const line = await lineOver({
      yaml: yaml('{ rotate: [nina@acme.example, paul@acme.example], whenFull: next }'),
      dialect,
    });
    const { plan, report } = await line.apply();
    const outcomes = new Map(report?.outcomes.map(({ address, status }) => [address, status]));
    const statusesOf = (rep: string) =>
      plan?.changes.flatMap((change) =>
        change.action === 'enroll' && change.sender === rep ? [outcomes.get(change.address)] : [],
      );
    expect(statusesOf('paul@acme.example')).toEqual(['done', 'done']);
    expect(statusesOf('nina@acme.example')).toEqual(['failed']);
  },
);
