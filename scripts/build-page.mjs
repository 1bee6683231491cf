// Bundles the script and the style of the HTML pages into src/render/html/generated/page-assets.ts, with the
// hashes that the pages' policy names. `--check` only compares (exit 1 when stale).
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const output = at('src/render/html/generated/page-assets.ts');

const bundle = await rolldown({ input: at('src/render/html/page/main.ts'), platform: 'browser' });
const { output: chunks } = await bundle.generate({ format: 'iife', minify: true });
const script = chunks[0].code.trim();
const style = readFileSync(at('src/render/html/page/page.css'), 'utf8').trim();
if (/<\/(?:script|style)|<!--/iu.test(script + style))
  throw new Error('the page would end in its own script');

const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const source = `// Generated from src/render/html/page by scripts/build-page.mjs. Do not edit.
/* oxlint-disable */
export const pageScript = ${JSON.stringify(script)};
export const pageScriptHash = '${hash(script)}';
export const pageStyle = ${JSON.stringify(style)};
export const pageStyleHash = '${hash(style)}';
`;
const formatted = execFileSync(at('node_modules/.bin/oxfmt'), [`--stdin-filepath=${output}`], {
  input: source,
  cwd: at('.'),
  encoding: 'utf8',
});

if (!process.argv.includes('--check')) writeFileSync(output, formatted);
else if (readFileSync(output, 'utf8') !== formatted) {
  process.stderr.write('The page is stale. Run: node scripts/build-page.mjs\n');
  process.exitCode = 1;
}
