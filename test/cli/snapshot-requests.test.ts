/** What `rollcall snapshot` announces before it reads, compared with the requests that the server received. */
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

/** One read of contacts that are in a target, and that the files do not name. */
const others = 1;
/** The name and the members of the list that suppresses workflow 900100. */
const suppression = 2;
const oneList = 'activeList: 553, everList: 554';
const ana = 'members: [ana@northwind.example]';

/** Files, and the requests for what they do not name. */
const cases: readonly (readonly [string, number])[] = [
  [`sequences: { q: { id: 5510021, sender: maria@acme.example, ${ana} } }`, others],
  [
    `sequences: { q: { id: 5510021, sender: { rotate: [maria@acme.example, paul@acme.example] }, ${ana} } }`,
    others,
  ],
  [
    'sequences: { q: { id: 5510022, sender: maria@acme.example, members: [{ id: 1041 }, bo@northwind.example] } }',
    others,
  ],
  // One search for each address that no contact has.
  [
    'sequences: { q: { id: 5510021, sender: maria@acme.example, members: [a@nowhere.example, b@nowhere.example] } }',
    others + 2,
  ],
  [`sequences: { q: { id: 5510021, sender: contact-owner, ${ana} } }`, others],
  [
    `sequences: { q: { id: 5510022, sender: { prefer: contact-owner, fallback: maria@acme.example }, ${ana} } }`,
    others,
  ],
  [`sequences: { q: { name: Q4 outbound, sender: maria@acme.example, ${ana} } }`, others],
  [
    `sequences: { q: { id: 5510022, sender: maria@acme.example, ${ana}, unenroll: { property: rollcall_unenroll, value: yes } } }`,
    others,
  ],
  [
    `sequences: { q: { id: 5510021, sender: maria@acme.example, ${ana}, unenroll: { workflow: 7781 } } }`,
    others,
  ],
  [
    `sequences: { q: { id: 5510021, sender: maria@acme.example, ${ana}, absent: [old@contoso.example], unenroll: { workflow: 7781 } } }`,
    0,
  ],
  [
    `sequences: { q: { id: 5510021, sender: maria@acme.example, require: [{ property: lifecyclestage, is: lead }], ${ana} } }`,
    others,
  ],
  [`dialect: guide\nsequences: { q: { id: 5510021, sender: maria@acme.example, ${ana} } }`, others],
  // The contacts on the list are read as well.
  [
    'audiences: { a: [{ list: 482 }] }\nsequences: { q: { id: 5510021, sender: maria@acme.example, members: [{ audience: a }] } }',
    others + 1,
  ],
  [`workflows: { w: { id: 900100, ${oneList}, ${ana} } }`, suppression + others],
  ['workflows: { w: { id: 900100, members: [ana@northwind.example, bo@northwind.example] } }', suppression],
  [`workflows: { w: { id: 900200, activeList: 612, everList: 613, via: { list: 611 }, ${ana} } }`, others],
  [`workflows: { w: { id: 900100, ${oneList}, retired: true } }`, others],
  [
    `sequences: { q: { id: 5510021, sender: maria@acme.example, ${ana}, unenroll: { workflow: 7781 } } }\nworkflows: { w: { id: 900100, ${oneList}, ${ana} } }`,
    suppression + others + 1,
  ],
];

describe('the announced requests', () => {
  it.each(cases)('are those of %s, without %i for what it does not name', async (text, more) => {
    const { simulator, env } = await serverFor();
    const cwd = folderWith({ 'enrollments.yaml': `version: 1\nportal: ${simulator.portalId}\n${text}\n` });
    const taken = await rollcallInProcess(['snapshot', '--out', 'account.json'], { cwd, env });
    expect(taken.exit, taken.stdout).toBe(0);
    const announced = Number(/: about (\d+) requests/u.exec(taken.stderr)?.[1]);
    expect(announced + more).toBe(simulator.requests().length);
    expect(taken.stderr).toContain('and some for what the files do not name: other members');
  });
});
