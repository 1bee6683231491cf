import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleFolder } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

const { formatMessage } = await import(new URL('../../ci/message.mjs', import.meta.url).href);

const platform = {
  commit: '775cff0aaaaaaaaa',
  logUrl: 'https://ci.example/1',
  run: '1',
  fileUrl: (file: string) => `https://ci.example/1/artifacts/${file}`,
};

it('the comment of the example plan fits on one page and states what a merge does', async () => {
  const cwd = exampleFolder();
  const { stdout } = await rollcallInProcess(['plan', '--out', 'plan.json', '--format', 'markdown'], { cwd });
  const { planId, expiresAt, changes } = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8'));
  const comment: string = formatMessage({
    text: stdout,
    settings: { command: 'plan', key: 'k', page: 'rollcall-plan.html', comment: true },
    exit: 2,
    planId,
    expiresAt,
    kept: true,
    platform,
  }).replaceAll(planId, '0123456789abcdef');
  expect(changes).toHaveLength(27);
  expect(comment.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  await expect(comment).toMatchFileSnapshot('golden/example-comment.md');
});
