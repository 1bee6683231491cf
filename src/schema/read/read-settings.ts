import type { DesiredState, Dialect, Portal, SequenceRoutes } from '../../model/desired-state.ts';
import { parseDuration } from '../../model/time.ts';
import { isMisread } from './read-values.ts';
import type { Located } from './merge-blocks.ts';
import { ledgerProblem } from './ledger-problem.ts';
import { present } from '../../model/omit-undefined.ts';

/** The single-valued keys at the top of the files. */
export type Settings = Pick<
  DesiredState,
  'dialect' | 'sequenceRoutes' | 'ledger' | 'ledgerId' | 'ratePercent' | 'planLifetime'
> & { readonly portal: Portal | undefined };

/** Reads the settings with their defaults. Values that the shape check refused count as left out. */
export function readSettings(top: ReadonlyMap<string, Located>): Settings {
  const ledger = top.get('ledger');
  const address = textOf(ledger) ?? '.rollcall/ledger.db';
  const problem = ledgerProblem(address, '`ledger`');
  if (ledger && problem) ledger.scope.report({ ...problem, at: ledger.node.offset });
  return {
    portal: readPortal(top.get('portal')),
    dialect: oneOf(dialects, textOf(top.get('dialect'))) ?? 'documented',
    sequenceRoutes: oneOf(sequenceRoutes, textOf(top.get('sequenceRoutes'))) ?? '2026-03',
    ledger: address,
    ...present({ ledgerId: writtenText(top.get('ledgerId')) }),
    ratePercent: Number((textOf(top.get('rate')) ?? '80%').replace('%', '')),
    // Anything else was refused by the shape check, which leaves it out.
    planLifetime: parseDuration(textOf(top.get('expires')) ?? '24h') ?? 0,
  };
}

function readPortal(portal: Located | undefined): Portal | undefined {
  const text = portal && isMisread(portal.node, portal.scope) ? undefined : textOf(portal);
  return text === undefined || text === 'simulated' ? text : Number(text);
}

const dialects: readonly Dialect[] = ['documented', 'guide'];
const sequenceRoutes: readonly SequenceRoutes[] = ['2026-03', '2026-09', 'v4'];

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined {
  return words.find((word) => word === text);
}

/** As written: YAML reads the id `12345e67` as a number. */
function writtenText(located: Located | undefined): string | undefined {
  if (located?.node.kind !== 'scalar' || located.scope.isRejected(located.node)) return undefined;
  return located.node.text.trim();
}

/** The text of a scalar that passed the shape check. */
function textOf(located: Located | undefined): string | undefined {
  if (located?.node.kind !== 'scalar' || located.scope.isRejected(located.node)) return undefined;
  return String(located.node.value);
}
