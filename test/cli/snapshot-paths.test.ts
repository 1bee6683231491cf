/** Texts with an @ that are not addresses of contacts or reps: paths of files, and values of properties. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const file = (path: string, require = ''): string => `version: 1
portal: simulated
audiences:
  prospects: [{ file: ${path} }]
sequences:
  q4: { id: 5510021, sender: maria@acme.example, ${require}members: [{ audience: prospects }] }
`;

const people = 'email\nana@northwind.example\n';

describe('a snapshot of files', () => {
  it.each([
    ['ana@northwind.example.csv', 'enrollments.yaml:4: The path a•••@northwind.example.csv contains an @'],
    [
      'of-ana@northwind.example/people.csv',
      'enrollments.yaml:4: The path o•••@northwind.example/people.csv contains an @',
    ],
    ['2026@fair.csv', 'enrollments.yaml:4: The path 2•••@fair.csv contains an @'],
  ])('with the path %s is refused before anything is read', async (path, message) => {
    const cwd = folderWith({ 'enrollments.yaml': file(path), [path]: people });
    const taken = await rollcallInProcess(['snapshot', '--out', 'account.json'], { cwd });
    expect(taken).toMatchObject({ exit: 1, stdout: '' });
    expect(taken.stderr.replaceAll(/\s+/gu, ' ')).toContain(`error[snapshot-path]: ${message}`);
    expect(taken.stderr).toContain('help: Rename the file or the folder');
    expect(existsSync(join(cwd, 'account.json'))).toBe(false);
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  it('with a property that has a value with an @ plans the same', async () => {
    const cwd = folderWith({
      'enrollments.yaml': file('people.csv', 'require: [{ property: source, is: info@fairs }], '),
      'people.csv': people,
      '.rollcall/simulator.json': '',
    });
    const account = defaultAccount();
    const contacts = account.contacts.map((one) =>
      one.id === '1041' ? { ...one, properties: { ...one.properties, source: 'info@fairs' } } : one,
    );
    const propertyOptions = { source: ['info@fairs', 'sales @ office'] };
    writeFileSync(
      join(cwd, '.rollcall/simulator.json'),
      JSON.stringify({ ...account, contacts, customProperties: ['source'], propertyOptions }),
    );
    const taken = await rollcallInProcess(['snapshot', '--out', 'account.json'], { cwd });
    expect(taken, taken.stderr).toMatchObject({ exit: 0 });
    expect(taken.stdout).toContain('Its plan equals that of the account');
    expect(readFileSync(join(cwd, 'account.json'), 'utf8')).not.toMatch(/fairs|@ office/u);
  });
});
