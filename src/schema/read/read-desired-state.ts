import type { DesiredState, Dialect, Portal } from '../../model/desired-state.ts';
import type { AdviceInput } from '../advice/advise.ts';
import { configHash } from './config-hash.ts';
import type { Includes } from '../csv/load-includes.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { readAudiences } from './read-audiences.ts';
import { readFreeze } from '../sections/read-freeze.ts';
import { readLimits } from './read-limits.ts';
import type { Settings } from './read-settings.ts';
import { readSettings } from './read-settings.ts';
import { readSuppress } from '../sections/read-suppress.ts';
import type { SourceDocument } from '../source-file.ts';
import { checkTargets } from '../check/check-targets.ts';
import type { TargetRead } from './read-target.ts';
import { readTarget } from './read-target.ts';

export interface DesiredInput {
  /** At least one. */
  readonly documents: readonly SourceDocument[];
  readonly includes: Includes;
  readonly dialect?: Dialect;
  /** A file could not be parsed: what it may define must not be missed by the others. */
  readonly incomplete: boolean;
}

/** What the files want, as far as it could be read; meant to be used only when nothing was reported. */
export type DesiredRead = Omit<AdviceInput, 'today' | 'desired'> & {
  readonly desired: Omit<DesiredState, 'files'>;
};

/** The keys of a file that are blocks of their own, or stand in every file. */
const blocks = new Set(['version', 'limits', 'freeze', 'suppress', 'audiences', 'sequences', 'workflows']);

/** Reads checked documents into one desired state; nothing when the account is not named. */
export function readDesiredState(input: DesiredInput): DesiredRead | undefined {
  const { documents, includes, incomplete } = input;
  const settings = readSettings(mergeBlocks(documents, undefined, blocks));
  const limits = readLimits(mergeBlocks(documents, 'limits'));
  const freeze = readFreeze(documents);
  const suppress = readSuppress(documents, includes);
  const audiences = readAudiences(mergeBlocks(documents, 'audiences'), includes);
  const context = { audiences, includes, incomplete };
  const sequences = [...mergeBlocks(documents, 'sequences').values()];
  const workflows = [...mergeBlocks(documents, 'workflows').values()];
  const reads: readonly TargetRead[] = [
    ...sequences.map((located) => readTarget('sequence', located, context)),
    ...workflows.map((located) => readTarget('workflow', located, context)),
  ];
  checkTargets(reads);
  const portal = requirePortal(settings, input);
  if (portal === undefined) return undefined;
  const targets = reads.flatMap(({ target }) => target ?? []);
  const meaning = { ...settings, portal, limits, freeze, suppress, targets };
  const desired = { ...meaning, dialect: input.dialect ?? settings.dialect };
  const used = new Set(reads.flatMap(({ written }) => [...(written?.audiences.keys() ?? [])]));
  return {
    desired: { ...desired, configHash: configHash(desired) },
    audiences: [...audiences.values()],
    used,
  };
}

function requirePortal({ portal }: Settings, { documents, incomplete }: DesiredInput): Portal | undefined {
  const [first] = documents;
  const written = documents.some(({ root }) => root.entries.has('portal'));
  if (portal !== undefined || written || incomplete || !first) return portal;
  first.scope.report({
    code: 'missing-portal',
    at: 0,
    message: 'No file says which HubSpot account this configuration is for.',
    help: 'Add `portal:` with the account id from HubSpot, or `portal: simulated` to try rollcall.',
  });
  return undefined;
}
