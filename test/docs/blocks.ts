import { readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** A fenced block of a document. */
export interface Block {
  /** The word after the fence: `console`, `yaml`, `text`, … */
  readonly language: string;
  /** The second word after the fence: the simulated account, on a server, that the block belongs to. */
  readonly account: string;
  readonly line: number;
  readonly text: string;
}

/** One command of a console block, and what the document shows of its output. */
export interface Command {
  readonly words: readonly string[];
  readonly exit: number;
  readonly shown: readonly string[];
}

/** README and the pages of docs, without decisions: they describe the past. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(new URL('docs', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export const textOf = (document: string): string => readFileSync(new URL(document, root), 'utf8');

export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^( *)```(\S*) *(\S*)[^\n]*\n([\s\S]*?)^\1```$/gmu)].map((match) => {
    const [, indent = '', language = '', account = '', text = ''] = match;
    return {
      language,
      account,
      line: markdown.slice(0, match.index).split('\n').length,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gmu'), ''),
    };
  });
}

/** Returns the commands of a block: `$ command # exit 2`, then the output. A line with only `…` matches any lines, `…` within a line any text. */
export function commandsOf(block: Block): readonly Command[] {
  return block.text.split(/^\$ /mu).flatMap((part) => {
    const [line = '', ...shown] = part.trimEnd().split('\n');
    if (line === '') return [];
    const [, command = '', exit = '0'] = /^(.*?)(?:\s+# exit (\d+))?$/u.exec(line) ?? [];
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    return [{ words, exit: Number(exit), shown }];
  });
}

/** Returns a pattern for a complete output from the part that a document shows. Ignores empty lines. */
export function patternOf(shown: readonly string[]): RegExp {
  const lines = shown
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line.trim() === '…' ? '(?:[^\\n]*\\n)*' : `${line.trim().split('…').map(escaped).join('[^\\n]*')}\\n`,
    );
  return new RegExp(`^${lines.join('')}$`, 'u');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}

/** Returns an output in the form that `patternOf` matches: trimmed lines without empty ones. */
export function comparable(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}
