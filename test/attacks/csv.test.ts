import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../schema/memory-files.ts';
import { attempt, expectClean } from './attempt.ts';

const yaml = `version: 1
portal: simulated
audiences: { x: [{ file: p.csv }] }
workflows: { w: { id: 1, members: [{ audience: x }] } }
`;

/** The content of the file and the expected errors: line and column in the CSV file, and code. */
const attempts: readonly (readonly [name: string, csv: string, ...expected: readonly string[]])[] = [
  ['two columns of one name', 'email,email\na@b.example,c@d.example\n', '1:7 csv-duplicate-column'],
  [
    'two columns that differ in case',
    'Email,name,email\na@b.example,x,c@d.example\n',
    '1:12 csv-duplicate-column',
  ],
  [
    'two columns that differ in spaces',
    ' email ;email\na@b.example;c@d.example\n',
    '1:9 csv-duplicate-column',
  ],
  ['a second id column', 'id,ID\n1,2\n', '1:4 csv-duplicate-column'],
  [
    'an invisible second email column',
    'email,e\u200Bmail\na@b.example,c@d.example\n',
    '1:7 csv-duplicate-column',
  ],
  [
    'a full-width second email column',
    'email,\uFF25mail\na@b.example,c@d.example\n',
    '1:7 csv-duplicate-column',
  ],
  ['another column given twice', 'email,note,note\na@b.example,x,y\n', '1:12 csv-duplicate-column'],
  ['three columns of one name', 'id,id,id\n1,2,3\n', '1:4 csv-duplicate-column', '1:7 csv-duplicate-column'],
  ['an id that a spreadsheet rounded', 'id\n1.51235E+11\n', '2:1 bad-id'],
  ['an id that a German spreadsheet rounded', 'id;email\n1,51235E+11;a@b.example\n', '2:1 bad-id'],
  ['an id as a decimal', 'id\n1042.0\n', '2:1 bad-id'],
  ['an id in hexadecimal', 'id\n0x412\n', '2:1 bad-id'],
  ['an id with thousands separators', 'id\n1 042\n', '2:1 bad-id'],
  ['an id with a leading zero', 'id\n01042\n', '2:1 bad-id'],
  ['a negative id', 'id\n-1042\n', '2:1 bad-id'],
  ['an id in other digits', 'id\n\u0661\u0660\u0664\u0662\n', '2:1 bad-id'],
  ['a bad email next to a good id', 'id,email\n1042,ana@northwind\n', '2:6 bad-email'],
  ['a bad id next to a good email', 'id,email\nA-17,ana@northwind.example\n', '2:1 bad-id'],
  ['a formula as an address', 'email\n=cmd|calc@b\n', '2:1 bad-email'],
  ['an address with a zero-width space', 'email\na\u200Bna@northwind.example\n', '2:1 bad-email'],
  [
    'a sender with a stray semicolon',
    'email,sender\nana@northwind.example,maria@acme.example;\n',
    '2:23 bad-email',
  ],
  [
    'a line separator outside of quotes',
    'email,note\nzoe@x.example,foo\u2028ana@northwind.example\n',
    '2:18 csv-syntax',
  ],
  ['a form feed between rows', 'email\nzoe@x.example\fana@northwind.example\n', '2:14 csv-syntax'],
  ['a next line between rows', 'email\nzoe@x.example\u0085ana@northwind.example\n', '2:14 csv-syntax'],
  ['an empty row in the middle of one column', 'id,email\n,\n1,\n,x\n', '4:2 bad-email'],
];

describe('a CSV file of contacts', () => {
  test.each(attempts)('with %s is refused, with its position', async (_, csv, ...expected) => {
    const { errors, printed, desired } = await attempt(memoryFiles({ 'e.yaml': yaml, 'p.csv': csv }));

    expect(errors).toEqual(expected.map((error) => `p.csv:${error}`));
    expect(desired).toBeUndefined();
    expectClean(printed);
  });

  const endings = ['\n', '\r\n', '\r'];
  const pairs = endings.flatMap((first) => endings.map((second) => [first, second] as const));

  test.each(pairs)('with the line ends %j and %j loses no row', async (first, second) => {
    for (const note of ['foo', '"foo"', '"f\r\noo"']) {
      const rows = `zoe@x.example,${note}${second}ana@northwind.example,bar${first}bo@northwind.example,`;
      const { desired } = await attempt(
        memoryFiles({
          'e.yaml': 'version: 1\nportal: simulated\nsuppress: [{ file: p.csv }]\n',
          'p.csv': `email,note${first}${rows}`,
        }),
      );

      expect(desired?.suppress.map(({ match }) => match)).toEqual([
        { email: 'zoe@x.example' },
        { email: 'ana@northwind.example' },
        { email: 'bo@northwind.example' },
      ]);
    }
  });

  test('with a short row after another kind of line end is refused at that row', async () => {
    const csv = 'email,note\r\nzoe@x.example,foo\nana@northwind.example\r\n';
    const { errors } = await attempt(memoryFiles({ 'e.yaml': yaml, 'p.csv': csv }));

    expect(errors).toEqual(['p.csv:3:1 csv-row']);
  });

  test('with empty unnamed columns, as spreadsheets export them, is accepted', async () => {
    const { errors, desired } = await attempt(
      memoryFiles({ 'e.yaml': yaml, 'p.csv': 'email,,\nana@northwind.example,,\n' }),
    );

    expect(errors).toEqual([]);
    expect(desired?.targets[0]?.members).toHaveLength(1);
  });

  test('with an invisible character in a header keeps the column', async () => {
    const { desired } = await attempt(
      memoryFiles({ 'e.yaml': yaml, 'p.csv': 'id,e\u200Bmail\n7,ana@northwind.example\n' }),
    );

    expect(desired?.targets[0]?.members).toMatchObject([
      { person: { id: '7', email: 'ana@northwind.example' } },
    ]);
  });

  test('with a rounded id shows how to restore the digits', async () => {
    const { printed } = await attempt(memoryFiles({ 'e.yaml': yaml, 'p.csv': 'id\n1.51235E+11\n' }));

    expect(printed).toContain('format the column as text and export again');
  });
});
