import { describe, expect, it } from 'vitest';
import { errorsOf, head, load } from '../load.ts';

const drip = `definition: workflow
formatVersion: 1
name: Drip
enroll: manual
actions:
  - delay: 2 days
`;

describe('the definition files of a configuration', () => {
  it.each([
    ['of an existing workflow', 'id: 900100, ', 'rollcall workflows pull drip'],
    ['of a new workflow', '', 'rollcall workflows new drip --out workflows/drip.yaml'],
  ])('%s must exist: otherwise drift would compare nothing and succeed', async (_, id, command) => {
    const files = { 'e.yaml': `${head}workflows:\n  drip: { ${id}definition: workflows/drip.yaml }\n` };
    expect(errorsOf(await load(files))).toMatchObject([
      {
        code: 'definition-unreadable',
        message: 'The definition "workflows/drip.yaml" of `drip` does not exist.',
        help: expect.stringContaining(command),
      },
    ]);
    const paths = ['e.yaml'];
    expect(errorsOf(await load({ ...files, 'workflows/drip.yaml': drip }, { paths }))).toEqual([]);
    // `pull` writes the file.
    expect(errorsOf(await load(files, { withoutDefinitions: true }))).toEqual([]);
  });
});
