import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { snapshotPlans } from './snapshot-plans.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const folders = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'story.txt')));

/** Words of the format that are also a part of an address or a name. */
const formatWords = ['info', 'sales'];

/** Every address, local part, domain and name of people in the built-in account. */
function privateTexts(): readonly string[] {
  const { contacts, owners } = defaultAccount();
  const emails = [
    ...contacts.flatMap(({ email, otherEmails = [] }) => [email ?? '', ...otherEmails]),
    ...owners.flatMap(({ email, aliases = [] }) => [email, ...aliases]),
  ];
  const names = [
    ...contacts.flatMap(({ properties }) => [properties['firstname'], properties['lastname']]),
    ...owners.flatMap(({ firstName, lastName }) => [firstName, lastName]),
  ].flatMap((name) => name ?? []);
  const parts = emails.flatMap((email) => email.toLowerCase().split('@'));
  return [...new Set([...emails, ...parts, ...names])].filter(
    (text) => text.length > 2 && !formatWords.includes(text),
  );
}

const secrets = privateTexts();

function occursIn(text: string): (secret: string) => boolean {
  return (secret) =>
    new RegExp(`(?<![a-z])${secret.replaceAll(/[.+]/gu, String.raw`\$&`)}(?![a-z])`, 'iu').test(text);
}

describe('the plan on a snapshot equals the plan on the account', () => {
  it.for(folders)('after each step of examples/%s', async (name, { expect }) => {
    const cwd = folderWith({});
    cpSync(join(examples, name), cwd, { recursive: true });
    let taken = 0;
    for (const line of readFileSync(join(examples, name, 'story.txt'), 'utf8').split('\n')) {
      const [sign, command, ...args] = line.split(' ');
      if (sign !== '$') continue;
      if (command === 'cp') copyFileSync(join(cwd, args[0] ?? ''), join(cwd, args[1] ?? ''));
      else await rollcallInProcess(args, { cwd });
      const paths = args.filter((arg) => /\.ya?ml$/u.test(arg) && existsSync(join(cwd, arg)));
      const plans = await snapshotPlans({ cwd }, command === 'cp' ? [] : paths);
      if (!plans) continue;
      taken += 1;
      // What the file of a definition says is not a part of a snapshot.
      const isCompared = (entry: string): boolean =>
        name !== 'workflow-definition' || !entry.endsWith('target-edited');
      expect(plans.snapshot.filter(isCompared), line).toEqual(plans.account.filter(isCompared));
      expect(secrets.filter(occursIn(plans.text))).toEqual([]);
    }
    expect(taken).toBeGreaterThan(0);
  });
});

describe('the private texts', () => {
  it('are those of people', () => {
    expect(secrets).toEqual(expect.arrayContaining(['ana@northwind.example', 'northwind.example', 'Ortega']));
  });
});
