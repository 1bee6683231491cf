import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rollcall } from '../cli/rollcall.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const folders = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'story.txt')));

/** Tells the story again: every `$ rollcall …` line is run, and what it printed follows it. */
async function retell(folder: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-example-'));
  cpSync(folder, cwd, { recursive: true });
  const told: string[] = [];
  for (const line of readFileSync(join(folder, 'story.txt'), 'utf8').split('\n')) {
    if (line.startsWith('# ')) told.push(line, '');
    if (!line.startsWith('$ rollcall ')) continue;
    const ran = await rollcall(line.slice('$ rollcall '.length).split(' '), { cwd });
    told.push(
      line,
      ...[ran.stderr, ran.stdout].map((text) => text.trimEnd()).filter(Boolean),
      `[exit ${ran.exit}]`,
      '',
    );
  }
  rmSync(cwd, { recursive: true });
  return `${told.join('\n').trimEnd()}\n`;
}

describe('each example says what its story shows', () => {
  it('finds the examples', () => {
    expect(folders.length).toBeGreaterThan(9);
  });

  it.concurrent.for(folders)('%s', async (name, { expect }) => {
    const folder = join(examples, name);
    await expect(await retell(folder)).toMatchFileSnapshot(join(folder, 'story.txt'));
  });
});
