import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');

describe('ARCHITECTURE.md', () => {
  it('names only paths that exist', () => {
    const documents = [
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'docs/judgment.md',
      'docs/hubspot.md',
      'src/model/README.md',
    ];
    const missing = documents.flatMap((document) =>
      pathsIn(readFileSync(root + document, 'utf8'))
        .filter((path) => !existsSync(root + path))
        .map((path) => `${document}: ${path}`),
    );
    expect(pathsIn(page).length).toBeGreaterThan(25);
    expect(missing).toEqual([]);
  });

  it('answers twelve questions with one path each', () => {
    const answers = [...section('Where is…?').matchAll(/^\| ([^|`]+) \| `([^`]+)` \|$/gmu)];
    expect(answers).toHaveLength(12);
    expect(answers.filter(([, , path = '']) => !existsSync(root + path))).toEqual([]);
  });

  it('follows a member from YAML to the request in at most 12 files', () => {
    const files = [...section('From a `members` line').matchAll(/^\| `([^`]+)` \|/gmu)].map(
      ([, path = '']) => path,
    );
    expect(files.length).toBeGreaterThan(9);
    expect(files.length).toBeLessThanOrEqual(12);
    expect(files.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it('lists every folder of src, each with an existing file to start at', () => {
    const rows = [...section('The folders').matchAll(/^\| `([^`]+)` \|.*\| `([^`]+)` \|$/gmu)];
    const listed = rows.map(([, folder = '']) => folder);
    const folders = readdirSync(`${root}src`, { withFileTypes: true }).filter((one) => one.isDirectory());
    expect(listed.toSorted()).toEqual(['ci', ...folders.map(({ name }) => `src/${name}`)].toSorted());
    const missing = rows.filter(([, folder, file]) => !existsSync(`${root}${folder}/${file}`));
    expect(missing).toEqual([]);
  });
});

function section(title: string): string {
  return page.split(/^## /mu).find((part) => part.startsWith(title)) ?? '';
}

/** Returns the files and folders that a page names in backticks or links, from the root of the project. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/[`(]((?:src|test|ci|docs|scripts|examples)\/[\w./-]*)[`)]/gu)].map(
    ([, path = '']) => path,
  );
}
