import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/schema/load-configuration.ts';
import { head, load as loadFiles } from '../load.ts';
import { memoryFiles } from '../memory-files.ts';

const load = (path: string, definition: string) =>
  loadConfiguration({
    paths: [path],
    withoutDefinitions: true,
    files: memoryFiles({
      [path]: `version: 1\nportal: simulated\nworkflows:\n  onboarding:\n    id: 900100\n    definition: ${definition}\n`,
    }),
  });

describe('the definition of a target', () => {
  it.each([
    ['enrollments.yaml', 'workflows/a.yaml', 'workflows/a.yaml'],
    ['accounts/eu/rollcall.yaml', '../../workflows/a.yml', 'workflows/a.yml'],
    ['/tmp/x/rollcall.yaml', 'workflows/a.yml', '/tmp/x/workflows/a.yml'],
    ['../x/rollcall.yaml', './a.yml', '../x/a.yml'],
  ])('in %s is relative to the file: %s', async (path, written, expected) => {
    const { desired, diagnostics } = await load(path, written);
    expect(diagnostics).toEqual([]);
    expect(desired?.targets[0]?.definition).toBe(expected);
  });

  it.each([
    ['enrollments.yaml', '../a.yaml'],
    ['enrollments.yaml', 'workflows/../../a.yaml'],
    ['enrollments.yaml', '/etc/a.yaml'],
    ['enrollments.yaml', "'..\\a.yaml'"],
    ['enrollments.yaml', 'workflows/a.json'],
    ['/tmp/x/rollcall.yaml', '../a.yml'],
    ['../x/rollcall.yaml', '../a.yml'],
  ])('in %s may not leave the folder: %s', async (path, written) => {
    const { diagnostics } = await load(path, written);
    expect(diagnostics.map(({ code, source }) => `${source?.line} ${code}`)).toEqual([
      '6 bad-definition-path',
    ]);
  });
});

describe('a workflow without an id', () => {
  it('has a warning for each key without an effect', async () => {
    const text = `version: 1
portal: simulated
workflows:
  winback:
    definition: a.yaml
    members: [ana@northwind.example]
    absent: [bo@northwind.example]
    via: { list: 611 }
    pace: { perDay: 5 }
`;
    const { diagnostics } = await loadConfiguration({
      paths: ['e.yaml'],
      withoutDefinitions: true,
      files: memoryFiles({ 'e.yaml': text }),
    });
    const found = diagnostics.filter(({ code }) => code === 'new-workflow-key');
    expect(found.map(({ severity, source }) => `${severity} ${source?.line}`)).toEqual(['warning 7']);
    expect(found[0]?.message).toBe(
      '`winback` has no `id`, so `absent`, `via` and `pace` have no effect yet.',
    );
  });

  it.each(['retired: archive', 'retired: true', 'replaces: 900100'])('cannot have `%s`', async (line) => {
    const text = `version: 1\nportal: simulated\nworkflows:\n  winback:\n    definition: a.yaml\n    ${line}\n`;
    const { diagnostics } = await loadConfiguration({
      paths: ['e.yaml'],
      withoutDefinitions: true,
      files: memoryFiles({ 'e.yaml': text }),
    });
    expect(diagnostics.map(({ code, source }) => `${source?.line} ${code}`)).toContain('6 new-workflow-key');
  });

  it.each([
    ['workflows/a.yaml', 'workflows/a.yaml', ''],
    ['workflows/a.yaml', 'workflows/A.yaml', ' on macOS and Windows, where case does not matter'],
  ])('is the file of one target only: %s and %s', async (first, second, where) => {
    const targets = `workflows:\n  one: { id: 1, definition: ${first} }\n  two: { id: 2, definition: ${second} }\n`;
    const { diagnostics } = await loadFiles({ 'e.yaml': `${head}${targets}` }, { withoutDefinitions: true });
    expect(diagnostics).toMatchObject([
      {
        code: 'definition-shared',
        severity: 'error',
        message: `\`two\` and \`one\` have the same \`definition\`${where}.`,
        source: { line: 5 },
        related: [{ line: 4 }],
      },
    ]);
  });
});

describe('the name of a workflow', () => {
  it.each([
    ['a new one', 'definition: a.yaml'],
    ['an existing one', 'id: 1'],
  ])('is not a key of %s', async (_, key) => {
    const files = { 'e.yaml': `${head}workflows:\n  one: { ${key}, name: One, extra: 1 }\n` };
    const { diagnostics } = await loadFiles(files, { withoutDefinitions: true });
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-key', 'unknown-key']);
    expect(diagnostics[0]?.message).toContain('a workflow is identified by its `id`');
  });
});
