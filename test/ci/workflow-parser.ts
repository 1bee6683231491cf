/** Loads GitHub's own workflow parser. It imports JSON in a way that only bundlers support, so it is bundled first. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as workflows from '@actions/workflow-parser';
import type * as actions from '@actions/workflow-parser/actions/action-parser';
import { rolldown } from 'rolldown';

type Parser = typeof workflows & typeof actions;

export async function loadWorkflowParser(): Promise<Parser> {
  const folder = await mkdtemp(join(tmpdir(), 'workflow-parser-'));
  const file = join(folder, 'parser.mjs');
  const entry = 'workflow-parser-entry';
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [
      {
        name: entry,
        resolveId: (id) => (id === entry ? join(import.meta.dirname, entry) : undefined),
        load: (id) => (id.endsWith(entry) ? source : undefined),
      },
    ],
  });
  await bundle.write({ file });
  await bundle.close();
  const parser: Parser = await import(/* @vite-ignore */ pathToFileURL(file).href);
  await rm(folder, { recursive: true });
  return parser;
}

const source = `export * from '@actions/workflow-parser';
export * from '@actions/workflow-parser/actions/action-parser';`;
