import {
  type ApiVersion,
  defaultVersions,
  type DesiredCreation,
  type DesiredState,
  type DesiredTarget,
  type Dialect,
  type FreezeWindow,
  type Portal,
  type RouteVersions,
  type SuppressEntry,
  type WorkflowApiVersion,
} from '../../model/desired-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { isNewTarget } from '../../model/target.ts';
import { parseDuration } from '../../model/time.ts';
import type { AdviceInput } from '../advice/advice-rule.ts';
import { checkTargets } from '../check/check-targets.ts';
import type { Includes } from '../csv/load-includes.ts';
import { itemsOf, type SourceDocument, valueAt } from '../source-file.ts';
import { configHash } from './config-hash.ts';
import { defaultLedger, ledgerLocationProblem } from '../../model/ledger/ledger-location.ts';
import { type LocatedValue, mergeBlocks } from './merge-blocks.ts';
import { readAudiences } from './read-audiences.ts';
import { readEntry, suppressGrammar } from './read-entry.ts';
import { readLimits } from './read-limits.ts';
import { readTarget, type ParsedTarget } from './read-target.ts';
import { reportMisreadNumber, readDay } from './read-values.ts';

interface DesiredInput {
  /** At least one. */
  readonly documents: readonly SourceDocument[];
  readonly includes: Includes;
  readonly dialect?: Dialect;
  /** Whether a file could not be parsed. Then names that other files refer to may be defined in it. */
  readonly incomplete: boolean;
}

/** The desired state as far as the files are valid. Complete only if no error was reported. */
type ParsedDesiredState = Omit<AdviceInput, 'today' | 'desired'> & {
  readonly desired: Omit<DesiredState, 'files'>;
};

/** The top-level keys that several files may have: sections that are merged, and `version`. */
const blockKeys = new Set([
  'version',
  'drift',
  'limits',
  'freeze',
  'suppress',
  'audiences',
  'sequences',
  'workflows',
]);

/** Reads checked documents into one desired state. Returns `undefined` if no file has a valid `portal`. */
export function readDesiredState(input: DesiredInput): ParsedDesiredState | undefined {
  const { documents, includes, incomplete } = input;
  const settings = readSettings(mergeBlocks(documents, undefined, blockKeys));
  const limits = readLimits(mergeBlocks(documents, 'limits'));
  const drift = readDrift(mergeBlocks(documents, 'drift'));
  const freeze = readFreeze(documents);
  const suppress = readSuppress(documents, includes);
  const audiences = readAudiences(mergeBlocks(documents, 'audiences'), includes);
  const context = { audiences, includes, incomplete };
  const sequences = [...mergeBlocks(documents, 'sequences').values()];
  const workflows = [...mergeBlocks(documents, 'workflows').values()];
  const parsedTargets: readonly ParsedTarget[] = [
    ...sequences.map((located) => readTarget('sequence', located, context)),
    ...workflows.map((located) => readTarget('workflow', located, context)),
  ];
  checkTargets(parsedTargets);
  const portal = requirePortal(settings, input);
  if (portal === undefined) return undefined;
  const { targets, creations } = splitNew(parsedTargets.flatMap(({ target }) => target ?? []));
  const dialect = input.dialect ?? settings.dialect;
  const desired = {
    ...settings,
    portal,
    ...drift,
    limits,
    freeze,
    suppress,
    targets,
    ...(creations.length > 0 ? { creations } : {}),
    dialect,
  };
  const used = new Set(parsedTargets.flatMap(({ written }) => [...(written?.audiences.keys() ?? [])]));
  return {
    desired: { ...desired, configHash: configHash(desired) },
    audiences: [...audiences.values()],
    used,
  };
}

/** Separates the workflows to create from the targets that exist. */
function splitNew(all: readonly DesiredTarget[]): {
  readonly targets: readonly DesiredTarget[];
  readonly creations: readonly DesiredCreation[];
} {
  const isNew = (target: DesiredTarget): boolean => target.kind === 'workflow' && isNewTarget(target);
  return {
    targets: all.filter((target) => !isNew(target)),
    creations: all.filter(isNew).flatMap(({ key, definition, members = [], source }) =>
      definition === undefined
        ? []
        : [
            {
              key,
              definition,
              members: members.length,
              ...(members.length > 0 ? { entries: members } : {}),
              source,
            },
          ],
    ),
  };
}

function requirePortal({ portal }: Settings, { documents, incomplete }: DesiredInput): Portal | undefined {
  const [first] = documents;
  const written = documents.some(({ root }) => root.entries.has('portal'));
  if (portal !== undefined || written || incomplete || !first) return portal;
  first.scope.report({
    code: 'missing-portal',
    at: 0,
    message: 'No file of this configuration has a `portal`, the HubSpot account.',
    help: 'Add `portal:` with the account id from HubSpot, or `portal: simulated` to try rollcall.',
  });
  return undefined;
}

/** Reads the contacts that must never be enrolled, from all files. */
function readSuppress(documents: readonly SourceDocument[], includes: Includes): readonly SuppressEntry[] {
  const entries: SuppressEntry[] = [];
  for (const { root, scope } of documents) {
    for (const item of itemsOf(valueAt(root, 'suppress'))) {
      const entry = readEntry(item, scope, suppressGrammar);
      if (!entry) continue;
      if (entry.kind === 'file') {
        for (const row of includes.suppressed(entry, scope)) entries.push(row);
      } else {
        const match = entry.kind === 'id' ? { id: entry.name } : { email: entry.name };
        entries.push({ match, source: scope.sourceAt(entry.offset) });
      }
    }
  }
  return entries;
}

/** Reads what drift counts. Returns nothing if the files do not change the default, so that their digest does not change. */
function readDrift(block: ReadonlyMap<string, LocatedValue>): Pick<DesiredState, 'drift'> {
  const node = block.get('unmanaged')?.node;
  return node?.kind === 'scalar' && node.value === true ? { drift: { unmanaged: true } } : {};
}

function readFreeze(documents: readonly SourceDocument[]): readonly FreezeWindow[] {
  return documents.flatMap((document) =>
    itemsOf(valueAt(document.root, 'freeze')).flatMap((item) => {
      const { scope } = document;
      const [fromNode, toNode, reason] = ['from', 'to', 'reason'].map((key) => valueAt(item, key));
      const from = fromNode && readDay(fromNode, scope);
      const to = toNode && readDay(toNode, scope);
      if (!from || !to) return [];
      if (to < from) {
        scope.report({
          code: 'freeze-ends-before-start',
          at: item.offset,
          message: `This freeze window ends on ${to}, before its first day ${from}.`,
          help: 'Swap the two days. For a window of one day, write the same day twice.',
        });
      }
      const reasonText =
        reason?.kind === 'scalar' && typeof reason.value === 'string' ? { reason: reason.value } : {};
      return [{ from, to, ...reasonText, source: scope.sourceAt(item.offset) }];
    }),
  );
}

/** The single-valued keys at the top of the files. */
type Settings = Pick<
  DesiredState,
  | keyof RouteVersions
  | 'dialect'
  | 'ledger'
  | 'ledgerId'
  | 'token'
  | 'notify'
  | 'ratePercent'
  | 'planLifetime'
> & { readonly portal: Portal | undefined };

/** Reads the settings with their defaults. Treats values that the shape check rejected as omitted. */
function readSettings(top: ReadonlyMap<string, LocatedValue>): Settings {
  const ledger = top.get('ledger');
  const location = textOf(ledger) ?? defaultLedger;
  const problem = ledgerLocationProblem(location, '`ledger`');
  if (ledger && problem) ledger.scope.report({ ...problem, at: ledger.node.offset });
  return {
    portal: readPortal(top.get('portal')),
    dialect: oneOf(dialects, textOf(top.get('dialect'))) ?? 'documented',
    apiVersion: oneOf(apiVersions, textOf(top.get('apiVersion'))) ?? defaultVersions.apiVersion,
    workflowApiVersion:
      oneOf(workflowApiVersions, textOf(top.get('workflowApiVersion'))) ?? defaultVersions.workflowApiVersion,
    ledger: location,
    ...omitUndefined({ ledgerId: rawTextOf(top.get('ledgerId')) }),
    ...omitUndefined({ token: rawTextOf(top.get('token')) }),
    ...omitUndefined({ notify: rawTextOf(top.get('notify')) }),
    ratePercent: Number((textOf(top.get('rate')) ?? '80%').replace('%', '')),
    // `0` never applies: the shape check rejects other texts, and `textOf` omits rejected values.
    planLifetime: parseDuration(textOf(top.get('expires')) ?? '24h') ?? 0,
  };
}

function readPortal(portal: LocatedValue | undefined): Portal | undefined {
  const text = portal && reportMisreadNumber(portal.node, portal.scope) ? undefined : textOf(portal);
  return text === undefined || text === 'simulated' ? text : Number(text);
}

const dialects: readonly Dialect[] = ['documented', 'guide'];
const apiVersions: readonly ApiVersion[] = ['2026-09', '2026-03', 'legacy'];
const workflowApiVersions: readonly WorkflowApiVersion[] = ['v4', '2026-09-beta'];

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined {
  return words.find((word) => word === text);
}

/** Returns the text of a scalar as written: YAML reads the id `12345e67` as a number. */
function rawTextOf(located: LocatedValue | undefined): string | undefined {
  if (located?.node.kind !== 'scalar' || located.scope.isRejected(located.node)) return undefined;
  return located.node.text.trim();
}

/** Returns the value of a scalar as text, if it passed the shape check. */
function textOf(located: LocatedValue | undefined): string | undefined {
  if (located?.node.kind !== 'scalar' || located.scope.isRejected(located.node)) return undefined;
  return String(located.node.value);
}
