import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { folderWith } from '../cli/folder.ts';
import { serverFor } from '../cli/simulator-server.ts';
import { blocksOf, comparable, patternOf, textOf } from '../docs/blocks.ts';
import { startAgent } from './agent.ts';

const blocks = blocksOf(textOf('docs/agents.md'));
const file = blocks.find(({ language }) => language === 'yaml')?.text ?? '';
const conversations = blocks.filter(({ account }) => account === 'conversation');

/** A line of a conversation that does something, and the output that the page shows. */
interface Turn {
  readonly kind: '>' | '$';
  readonly words: string;
  readonly shown: readonly string[];
}

function turnsOf(text: string): readonly Turn[] {
  return text.split(/^(?=[>$] |User: |Agent: )/mu).flatMap((part): readonly Turn[] => {
    const [first = '', ...shown] = part.trimEnd().split('\n');
    const kind = first.startsWith('> ') ? '>' : first.startsWith('$ ') ? '$' : undefined;
    return kind ? [{ kind, words: first.slice(2), shown }] : [];
  });
}

/** The pull request of the second conversation. */
const pullRequest = file.replace('      - gus@', '      - hanna@adatum.example\n      - gus@');

describe('docs/agents.md', () => {
  it('has three conversations', () => {
    expect(conversations).toHaveLength(3);
    for (const { text } of conversations) {
      expect(text).toMatch(/^User: .*\n(?:.*\n)*?> [a-z_]+ \{.*\}\n/u);
      expect(text).toMatch(/^Agent: /mu);
    }
  });

  it.each(conversations.map(({ line, text }) => [line, text] as const))(
    'shows what the tools and commands return: line %i',
    async (_line, text) => {
      const { env } = await serverFor();
      const cwd = folderWith({ 'enrollments.yaml': file });
      expect(await rollcallInProcess(['apply', '--auto-approve'], { cwd, env })).toMatchObject({ exit: 0 });
      const agent = await startAgent({ cwd, env });
      const differences: string[] = [];
      for (const { kind, words, shown } of turnsOf(text)) {
        const [name = '', ...rest] = words.split(' ');
        const compare = (output: string): void => {
          if (!patternOf(shown).test(comparable(output))) differences.push(`${kind} ${words}\n${output}`);
        };
        if (kind === '>') {
          const json = rest.join(' ').replace('"$PULL_REQUEST"', () => JSON.stringify(pullRequest));
          const answer = await agent.call(name, JSON.parse(json));
          if (answer.document?.patch) writeFileSync(join(cwd, 'proposal.diff'), answer.document.patch);
          compare(answer.text);
        } else if (name === 'git') {
          compare(execFileSync('git', rest, { cwd, encoding: 'utf8' }));
        } else {
          compare((await rollcallInProcess(rest, { cwd, env })).stdout);
        }
      }
      expect(differences.join('\n\n')).toBe('');
    },
  );
});

describe('a move', () => {
  it('applies cleanly, keeps every other line, and plans as promised', async () => {
    const { env } = await serverFor();
    const cwd = folderWith({ 'enrollments.yaml': file });
    expect(await rollcallInProcess(['apply', '--auto-approve'], { cwd, env })).toMatchObject({ exit: 0 });
    const agent = await startAgent({ cwd, env });
    const contacts = ['bo@northwind.example', 'liam@fabrikam.example', 'noor@contoso.example'];
    const proposed = await agent.call('propose_change', { action: 'move', contacts, to: 'renewal-check-in' });
    expect(readFileSync(join(cwd, 'enrollments.yaml'), 'utf8')).toBe(file);
    const promised = await agent.call('plan', { proposal: proposed.document.proposal });
    const changes = promised.document.changes.map(
      ({ action, address }: Record<string, string>) => `${action} ${address}`,
    );
    expect(changes.toSorted()).toEqual([
      'enroll sequences.renewal-check-in/1042',
      'enroll sequences.renewal-check-in/1043',
      'enroll sequences.renewal-check-in/1044',
      'unenroll sequences.q4-outbound/1042',
      'unenroll sequences.q4-outbound/1043',
      'unenroll sequences.q4-outbound/1044',
    ]);

    writeFileSync(join(cwd, 'proposal.diff'), proposed.document.patch);
    const [git = '', ...args] = proposed.document.applyWith.split(' ');
    execFileSync(git, args, { cwd });
    const edited = readFileSync(join(cwd, 'enrollments.yaml'), 'utf8');
    const moved = (line: string): boolean => contacts.some((email) => line.includes(email));
    expect(edited.split('\n').filter((line) => !moved(line))).toEqual(
      file.split('\n').filter((line) => !moved(line)),
    );
    expect(edited).toContain('      - gus@contoso.example\n      - bo@northwind.example # met at the fair\n');
    expect(proposed.text).not.toMatch(/ana@|uma@|gus@/u);
    expect(JSON.stringify(proposed.document)).not.toMatch(/ana@|uma@|gus@/u);

    const { stdout } = await rollcallInProcess(['plan', '--format', 'json'], { cwd, env });
    expect(JSON.parse(stdout).changes).toEqual(promised.document.changes);
  });
});
