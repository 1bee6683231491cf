import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/disk/read-files.ts';
import type { FileReader } from '../../src/model/file-reader.ts';
import { runStories } from '../../src/stories/test/run-stories.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const folders = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'story.txt')));

/**
 * Runs a story again in a copy of its folder and returns the new text. `# …` is narration, `$ cp FROM TO` is an edit,
 * and the output of `$ rollcall …` follows the command.
 */
async function runStory(folder: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-example-'));
  cpSync(folder, cwd, { recursive: true });
  const lines: string[] = [];
  for (const line of readFileSync(join(folder, 'story.txt'), 'utf8').split('\n')) {
    const [sign, command, ...args] = line.split(' ');
    if (sign === '#') lines.push(line, '');
    if (sign !== '$') continue;
    lines.push(line, ...(command === 'cp' ? copy(cwd, args) : await run(cwd, args)), '');
  }
  rmSync(cwd, { recursive: true });
  return `${numberPlans(lines.join('\n')).trimEnd()}\n`;
}

/** Replaces plan ids by numbers in order of appearance: an id changes with every detail of its plan. */
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

describe('the stories that rollcall test plays', () => {
  it('exist in each folder, and pass', { timeout: 60_000 }, async () => {
    const files: FileReader = {
      read: (path) => diskFiles.read(join(examples, path)),
      list: (path) => diskFiles.list(join(examples, path)),
    };
    const { stories } = await runStories({ paths: [], files, only: [] });
    expect(stories.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(new Set(stories.map(({ file }) => file.split('/')[0]))).toEqual(new Set(folders));
  });
});

describe('the story of each example', () => {
  it('finds the examples', () => {
    expect(folders.length).toBeGreaterThan(20);
  });

  it.concurrent.for(folders)('%s', async (name, { expect }) => {
    const folder = join(examples, name);
    await expect(await runStory(folder)).toMatchFileSnapshot(join(folder, 'story.txt'));
  });
});
