import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const folders = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'story.txt')));

/**
 * Tells the story again in a copy of the folder: `# …` narrates, `$ cp FROM TO` stands for an edit, and
 * what `$ rollcall …` prints follows it.
 */
async function retell(folder: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-example-'));
  cpSync(folder, cwd, { recursive: true });
  const told: string[] = [];
  for (const line of readFileSync(join(folder, 'story.txt'), 'utf8').split('\n')) {
    const [sign, command, ...args] = line.split(' ');
    if (sign === '#') told.push(line, '');
    if (sign !== '$') continue;
    told.push(line, ...(command === 'cp' ? copy(cwd, args) : await run(cwd, args)), '');
  }
  rmSync(cwd, { recursive: true });
  return `${numberPlans(told.join('\n')).trimEnd()}\n`;
}

/** Plans are numbered in order of appearance: their ids would change with every fact that a plan carries. */
function numberPlans(story: string): string {
  const ids = [...new Set(story.match(/\b[0-9a-f]{16}\b/gu))];
  return ids.reduce((text, id, index) => {
    const number = (digits: number): string => String(index + 1).padStart(digits, '0');
    // `history` shows the first ten digits.
    return text.replaceAll(id, number(16)).replaceAll(id.slice(0, 10), number(10));
  }, story);
}

function copy(cwd: string, [from = '', to = '']: readonly string[]): readonly string[] {
  copyFileSync(join(cwd, from), join(cwd, to));
  return [];
}

async function run(cwd: string, args: readonly string[]): Promise<readonly string[]> {
  const ran = await rollcallInProcess(args, { cwd });
  const printed = [ran.stderr, ran.stdout].map((text) => text.trimEnd()).filter(Boolean);
  return [...printed, `[exit ${ran.exit}]`];
}

describe('each example says what its story shows', () => {
  it('finds the examples', () => {
    expect(folders.length).toBeGreaterThan(20);
  });

  it.concurrent.for(folders)('%s', async (name, { expect }) => {
    const folder = join(examples, name);
    await expect(await retell(folder)).toMatchFileSnapshot(join(folder, 'story.txt'));
  });
});
