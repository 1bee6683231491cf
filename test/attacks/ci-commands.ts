/** The texts that a CI system runs as commands, by its own definition. */
import { stripVTControlCharacters } from 'node:util';

/** Returns the lines of a log that GitHub Actions, Azure Pipelines or GitLab would run as commands. */
export function commandsIn(log: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex
  const sections = log.match(/section_(?:start|end):\d+:[^\r\n]*\r\u001B\[0K/gu) ?? [];
  const lines = log.split(/\r\n|\n|\r/u);
  return [...sections, ...lines.filter((line) => [line, stripVTControlCharacters(line)].some(isCommand))];
}

function isCommand(line: string): boolean {
  // GitHub trims a line before it compares its beginning, and runs the older form anywhere in a line.
  return line.trim().startsWith('::') || /##(?:vso)?\[/u.test(line);
}

/** Matches a character that changes the text direction, is invisible, or controls a terminal; not line ends and tabs. */
export const unsafeCharacter =
  /(?![\n\t])\p{Cc}|\p{Zl}|\p{Zp}|[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;

/** Names that an attacker could choose. */
export const hostileNames: readonly string[] = [
  '::error title=approved::Plan reviewed by security',
  '  ::add-mask::123456',
  '::set-output name=plan-id::deadbeef',
  '::stop-commands::pause-token',
  '::save-state name=x::y',
  'Q4\n::error::injected',
  'Q4\r::warning::injected',
  'Q4\u2028::error::injected',
  '##[error]failed',
  'Q4 ##[set-env name=PATH]/tmp/evil',
  '##vso[task.setvariable variable=HUBSPOT_ACCESS_TOKEN]evil',
  '###[group]hidden',
  '\u001B[2J\u001B[H::error::cleared',
  '\u001B[31m::error::red',
  '\u001B]0;title\u0007Q4',
  'section_start:1560896352:hidden\r\u001B[0KQ4',
  '\u202Egpj.elpmaxe\u202C Q4',
  'Q4\u200B\u2060\u00AD outbound',
  '\u2066::error::isolated\u2069',
  '\uFEFF::error::with a mark',
];
