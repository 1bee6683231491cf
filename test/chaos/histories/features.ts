/** What this version of rollcall can do: a history uses a command only where it exists. */
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../../', import.meta.url);
const schema = readFileSync(new URL('src/schema/rollcall.schema.json', root), 'utf8');

function command(name: string): boolean {
  return existsSync(new URL(`src/commands/${name}.ts`, root));
}

export const has = {
  noHistoryBefore: schema.includes('"noHistoryBefore"'),
  pause: command('pause'),
  markGap: command('mark-gap') || command('ledger'),
} as const;
