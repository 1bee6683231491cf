import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { InitResult, NewFile } from '../../commands/init.ts';
import { writeSharedFile } from '../../disk/write-file.ts';
import { Failure } from '../../model/failure.ts';
import { outputFormatVersion } from '../../model/plan.ts';
import { renderJson } from '../../render/json/entries.ts';
import { installedSchema } from '../../schema/write/editor-line.ts';
import { createAsk } from '../prompt.ts';
import { exampleLines, type Verb } from './verb.ts';

export const initVerb: Verb = (parser, act) =>
  parser.command(
    'init',
    'Write a first file, and what git and CI need; asks on a terminal',
    (on) =>
      on
        .option('portal', {
          type: 'string',
          requiresArg: true,
          describe: 'An account id, or simulated to try rollcall',
        })
        .option('ci', {
          choices: ['github', 'gitlab', 'none'] as const,
          requiresArg: true,
          describe: 'Also write the pipeline: github, gitlab, none',
        })
        .option('ledger', {
          type: 'string',
          requiresArg: true,
          describe: 'A file, or the postgres:// address that a team shares',
        })
        .example(
          exampleLines([
            ['init', 'asks three questions'],
            ['init --portal simulated --ci none', 'asks nothing'],
            ['init --portal 1234567 --ci github', 'with a pipeline for GitHub'],
          ]),
        ),
    act(async (args, session) => {
      const { init } = await import('../../commands/init.ts');
      const { findExistingLedger } = await import('../../commands/init.ts');
      const { ledgers } = session.accountDeps({});
      return init(args, {
        ledgerAt: (address) => findExistingLedger(ledgers, address),
        ...createAsk({ input: process.stdin, output: process.stderr }),
        read: readIfExists,
        write: writeSharedFile,
        ciFiles: readPackagedCiFiles,
        show: (result) => session.print(renderInitResult(result, args.format)),
      });
    }),
  );

function renderInitResult({ written, extended, next }: InitResult, format: string): string {
  if (format === 'json') return renderJson({ formatVersion: outputFormatVersion, written, extended, next });
  const lines = [
    ...written.map((path) => `Wrote ${path}`),
    ...extended.map((path) => `Added to ${path} what git must not keep`),
    '',
    ...next,
    ...(existsSync(installedSchema) ? [] : ['', schemaHint]),
  ];
  return `${lines.join('\n')}\n`;
}

const schemaHint = `For completion in editors: npm install --save-dev rollcall
Or: rollcall schema > rollcall.schema.json, and name that file in the first line.`;

async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (code === 'ENOENT') return undefined;
    throw new Failure({
      code: 'file-read',
      message: `${path} is here and cannot be read (${code}). init overwrites nothing, and wrote nothing.`,
      help: `Move ${path} away, or make it readable for this user.`,
      cause: error,
    });
  }
}

/** Where each system looks for its files. */
const ciFolders = { github: '.github/workflows/', gitlab: '' } as const;

/** The examples that this package brings for a system, at the paths where they work. */
async function readPackagedCiFiles(ci: keyof typeof ciFolders): Promise<readonly NewFile[]> {
  const examples = new URL(`../../../examples/ci/${ci}/`, import.meta.url);
  const names = (await readdir(examples)).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      path: `${ciFolders[ci]}${name}`,
      text: await readFile(new URL(name, examples), 'utf8'),
    })),
  );
}
