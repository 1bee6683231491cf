/** The first steps of README with an account that already has enrollments. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

it('the first apply after import records the existing enrollments, and sends nothing', async () => {
  const cwd = folderWith({});
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd });
  const { stdout: yaml } = await run('import --portal simulated');
  writeFileSync(join(cwd, 'enrollments.yaml'), yaml);
  const enrollments = async (): Promise<unknown> =>
    JSON.parse((await run('simulator inspect --format json')).stdout).enrollments;
  const before = await enrollments();
  const first = await run('apply --auto-approve');
  expect(first).toMatchObject({ exit: 0 });
  expect(first.stdout).toContain(
    'Apply complete. No changes. 6 existing enrollments recorded. Nothing was sent.',
  );
  expect(before).not.toEqual([]);
  expect(await enrollments()).toEqual(before);
  const second = await run('apply --auto-approve --format json');
  expect(JSON.parse(second.stdout)).not.toHaveProperty('adopted');
});
