import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { serverFor } from '../cli/simulator-server.ts';
import { commandsOf, comparable, patternOf } from './blocks.ts';
import type { Block, Command } from './blocks.ts';

/** Languages of blocks that are not run here: text, and formats of other tools. */
// `yml`, `ts` and `js` are run elsewhere: the pipelines in test/ci, the library in test/package and test/lib.
export const unrun: ReadonlySet<string> = new Set(['text', 'sh', 'json', 'yml', 'ts', 'js']);

/** The accounts of blocks such as `console account`, on servers, with their ids. Other blocks use the account of their folder. */
const accounts: Readonly<Record<string, number>> = { account: 99_000_001, sandbox: 99_000_002 };

/**
 * Runs the blocks of a document from top to bottom: writes the files and runs the commands. All blocks with an account
 * share one folder, and all others share another one. Returns the differences from the document.
 */
export async function runDocument(blocks: readonly Block[], folder: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  const real = folderWith({});
  const environments = new Map<string, Readonly<Record<string, string>>>();
  for (const block of blocks) {
    const portalId = accounts[block.account];
    if (portalId !== undefined && !environments.has(block.account)) {
      const { env } = await serverFor({ account: { ...defaultAccount(), portalId } });
      environments.set(block.account, env);
    }
    const place = {
      block,
      cwd: portalId === undefined ? folder : real,
      env: environments.get(block.account) ?? {},
    };
    if (block.language === 'console') {
      for (const command of commandsOf(block)) wrong.push(...(await runAsShown(command, place)));
    } else if (!unrun.has(block.language)) {
      wrong.push(...(await writeAsNamed(block, place.cwd)));
    }
  }
  return wrong;
}

interface Place {
  readonly block: Block;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

async function runAsShown(
  { words: [program, ...args], exit, shown }: Command,
  { block, cwd, env }: Place,
): Promise<readonly string[]> {
  const place = `line ${block.line}: ${args.join(' ')}`;
  if (program !== 'rollcall') return [`${place}: only rollcall is run`];
  const ran = await rollcallInProcess(answered(args), { cwd, env });
  const printed = comparable(ran.stdout === '' ? ran.stderr : ran.stdout);
  return [
    ...(ran.exit === exit ? [] : [`${place}: exited with ${ran.exit}, not ${exit}\n${ran.stderr}`]),
    ...(patternOf(shown).test(printed) ? [] : [`${place}: printed something else\n${printed}`]),
  ];
}

/** Writes the file of a block, and validates it even if no command reads it. */
async function writeAsNamed(block: Block, cwd: string): Promise<readonly string[]> {
  const [first = '', ...rest] = block.text.split('\n');
  const name = first.replace('# file: ', '');
  mkdirSync(dirname(join(cwd, name)), { recursive: true });
  writeFileSync(join(cwd, name), block.language === 'csv' ? rest.join('\n') : block.text);
  // The command that plays a story checks it, too.
  if (block.language !== 'yaml' || name.endsWith('.story.yaml')) return [];
  const { exit, stderr } = await rollcallInProcess(['validate', name], { cwd });
  return exit === 0 ? [] : [`line ${block.line}: ${name} is not valid\n${stderr}`];
}

/** Returns the words of a command, with the confirmation that a reader would give. */
function answered(words: readonly string[]): readonly string[] {
  const asks = words[0] === 'apply' && !words.includes('--auto-approve');
  return asks ? [...words, '--auto-approve'] : words;
}
