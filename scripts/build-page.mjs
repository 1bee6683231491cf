// Bundles the script and the style of the HTML pages into src/render/html/generated/page-assets.ts, with the
// hashes for the content security policy of the pages. `--check` only compares and exits with 1 if it is stale.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** @param {string} path */
const pathOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const output = pathOf('src/render/html/generated/page-assets.ts');

const bundle = await rolldown({ input: pathOf('src/render/html/page/main.ts'), platform: 'browser' });
const { output: chunks } = await bundle.generate({ format: 'iife', minify: true });
const script = chunks[0].code.trim();
// In the order of the cascade.
const style = ['page', 'blocks', 'cards', 'table', 'plan', 'print']
  .map((name) => readFileSync(pathOf(`src/render/html/page/${name}.css`), 'utf8').trim())
  .join('\n');
if (/<\/(?:script|style)|<!--/iu.test(script + style))
  throw new Error('The script or the style contains a tag that would end its own element in the page.');

/** @param {string} text */
const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const source = `// Generated from src/render/html/page by scripts/build-page.mjs. Do not edit.
/* oxlint-disable */
export const pageScript = ${JSON.stringify(script)};
export const pageScriptHash = '${hashOf(script)}';
export const pageStyle = ${JSON.stringify(style)};
export const pageStyleHash = '${hashOf(style)}';
`;
const formatted = execFileSync(pathOf('node_modules/.bin/oxfmt'), [`--stdin-filepath=${output}`], {
  input: source,
  cwd: pathOf('.'),
  encoding: 'utf8',
});

if (!process.argv.includes('--check')) writeFileSync(output, formatted);
else if (readFileSync(output, 'utf8') !== formatted) {
  process.stderr.write(`${output} is stale. Run: node scripts/build-page.mjs\n`);
  process.exitCode = 1;
}
