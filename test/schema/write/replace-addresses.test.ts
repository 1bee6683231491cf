import { describe, expect, it } from 'vitest';
import { replaceAddresses } from '../../../src/schema/write/replace-addresses.ts';

const mark = (text: string): string => `<${text.split('@').join(' at ')}>`;
const yaml = (text: string): string => replaceAddresses('enrollments.yaml', text, mark);
const csv = (text: string): string => replaceAddresses('people.csv', text, mark);

describe('the addresses of a configuration', () => {
  it('are replaced wherever they are, on the same lines', () => {
    const text = `# Ana: ana@x.example
version: 1
audiences:
  people: &northwind
    - ana@x.example # Ana
    - "bo@x.example"
    - { email: 'cy@x.example', sender: paul@acme.example }
    - email: >-
        dan@x.example
      since: 2026-11-01
    - "eve\\u0040x.example"
suppress: ["*@y.example", id: 12]
sequences:
  q4: { id: 7, members: *northwind, definition: sequences/q4.yaml, sender: "maria@\\
    acme.example" }
`;
    const replaced = yaml(text);
    expect(replaced).toBe(`
version: 1
audiences:
  people: &a1
    - "<ana at x.example>"${' '}
    - "<bo at x.example>"
    - { email: "<cy at x.example>", sender: "<paul at acme.example>" }
    - email: "<dan at x.example>"

      since: 2026-11-01
    - "<eve at x.example>"
suppress: ["<* at y.example>", id: 12]
sequences:
  q4: { id: 7, members: *a1,  sender: "<maria at acme.example>"
 }
`);
    expect(replaced.split('\n')).toHaveLength(text.split('\n').length);
  });

  it('go with reasons, the ledger and the definitions of existing targets, but not of new ones', () => {
    expect(
      yaml(`ledger: postgres://ana@db.x.example/rollcall
freeze: [{ from: 2026-12-24, to: 2026-12-31, reason: Ana is away }]
workflows:
  old:
    id: 7
    definition: workflows/ana.yaml
    members: []
  new: { definition: workflows/new.yaml }
`),
    ).toBe(`ledger: .rollcall/ledger.db
freeze: [{ from: 2026-12-24, to: 2026-12-31, reason: "reason" }]
workflows:
  old:
    id: 7
    ${''}
    members: []
  new: { definition: workflows/new.yaml }
`);
  });

  it('of text that is not YAML with keys are left out with all of it', () => {
    for (const text of ['ana@x.example', '- ana@x.example', 'a: [ana@x.example', '\tana: @'])
      expect(yaml(text)).toBe('');
  });
});

describe('the addresses of a CSV file', () => {
  it('are replaced on the same lines, without the other columns', () => {
    expect(
      csv(`Name;E-mail;Email;ID;Sender
Ana;other@x.example;ana@x.example;12;paul@acme.example
"Bo
from Berlin";;bo@x.example;;

;;*@y.example;;
;;;;
Cy;;;13;
`),
    ).toBe(`email,id,sender
<ana at x.example>,12,<paul at acme.example>
<bo at x.example>,,

${''}
<* at y.example>,,

,13,
`);
  });
});
