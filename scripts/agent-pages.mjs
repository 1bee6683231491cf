// Writes src/mcp/resources/pages.json, the pages that `rollcall mcp` serves, from docs and README. `--check` only compares
// and exits with 1 if it is stale.
import { readFileSync, writeFileSync } from 'node:fs';

/** @param {string} path */
const urlOf = (path) => new URL(`../${path}`, import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(urlOf(path), 'utf8');

const output = urlOf('src/mcp/resources/pages.json');
const pages = {
  fileReference: read('docs/file.md'),
  concepts: read('docs/concepts.md'),
  sequenceOrWorkflow: sectionOf(read('README.md'), '### A sequence or a workflow?'),
};
const text = `${JSON.stringify(pages, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(output, text);
} else if (readFileSync(output, 'utf8') !== text) {
  process.stderr.write('src/mcp/resources/pages.json is stale. Run: npm run generate\n');
  process.exitCode = 1;
}

/**
 * Returns the section under a heading, up to the next heading.
 *
 * @param {string} page
 * @param {string} heading
 */
function sectionOf(page, heading) {
  const [, section] = page.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`README.md has no heading "${heading}".`);
  return `${heading.replace(/^#+/u, '#')}\n${section.split(/\n#+ /u)[0] ?? ''}\n`;
}
