import { describe, expect, test } from 'vitest';
import { formatSource } from '../../src/model/results/diagnostic.ts';
import type { BrokenInput } from './broken-inputs.ts';
import { brokenCsv, brokenPeople, brokenShape, brokenYaml } from './broken-inputs.ts';
import { errorsOf, load } from './load.ts';
import { renderDiagnostics } from './render-diagnostics.ts';

const tables: Readonly<Record<string, readonly BrokenInput[]>> = {
  yaml: brokenYaml,
  shape: brokenShape,
  people: brokenPeople,
  csv: brokenCsv,
};

describe.each(Object.entries(tables))('broken inputs: %s', (area, inputs) => {
  test.each(inputs)('reports every problem of $name at its place', async ({ files, expected }) => {
    const loaded = await load(files);

    expect(errorsOf(loaded).map(({ source, code }) => `${source && formatSource(source)} ${code}`)).toEqual(
      expected,
    );
    expect(loaded.desired).toBeUndefined();
  });

  test('renders the expected messages', async () => {
    const sections: string[] = [];
    for (const { name, files } of inputs) {
      const { diagnostics } = await load(files);
      sections.push(`# ${name}\n\n${renderDiagnostics(diagnostics)}`);
    }

    await expect(sections.join('\n')).toMatchFileSnapshot(`golden/broken-${area}.txt`);
  });
});

test('messages show no whole email and no secret', async () => {
  for (const { files } of Object.values(tables).flat()) {
    const { diagnostics } = await load(files);
    const messages = diagnostics.map(({ message }) => message).join('\n');

    expect(messages).not.toMatch(/hunter2|[a-z]@[a-z]/);
  }
});
