import { describe, expect, test } from 'vitest';
import { formatSource } from '../../src/model/diagnostic.ts';
import type { BrokenInput } from './broken-inputs.ts';
import { brokenCsv, brokenPeople, brokenShape, brokenYaml } from './broken-inputs.ts';
import { load } from './load.ts';
import { renderDiagnostics } from './render-diagnostics.ts';

const tables: Readonly<Record<string, readonly BrokenInput[]>> = {
  yaml: brokenYaml,
  shape: brokenShape,
  people: brokenPeople,
  csv: brokenCsv,
};

describe.each(Object.entries(tables))('broken inputs: %s', (area, inputs) => {
  test.each(inputs)('$name is refused with every problem at its place', async ({ files, expected }) => {
    const { desired, diagnostics } = await load(files);

    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ source, code }) => `${source && formatSource(source)} ${code}`)).toEqual(expected);
    expect(desired).toBeUndefined();
  });

  test('the messages read as they are meant to', async () => {
    const chapters: string[] = [];
    for (const { name, files } of inputs) {
      const { diagnostics } = await load(files);
      chapters.push(`# ${name}\n\n${renderDiagnostics(diagnostics)}`);
    }

    await expect(chapters.join('\n')).toMatchFileSnapshot(`golden/broken-${area}.txt`);
  });
});

test('no message shows a whole address or a secret', async () => {
  for (const { files } of Object.values(tables).flat()) {
    const { diagnostics } = await load(files);
    const said = diagnostics.map(({ message }) => message).join('\n');

    expect(said).not.toMatch(/hunter2|[a-z]@[a-z]/);
  }
});
