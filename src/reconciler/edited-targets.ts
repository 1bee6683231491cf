import { describeDefinition } from '../definitions/describe-definition.ts';
import { describeMasked, maskedChanges, withoutSecrets } from '../definitions/mask-definition.ts';
import {
  type KeyedDigest,
  readStoredDefinition,
  storedDefinition,
} from '../definitions/stored-definition.ts';
import type { TargetDefinition } from '../model/definition.ts';
import type { DesiredCreation, DesiredState } from '../model/desired-state.ts';
import type { LedgerTarget } from '../model/ledger/ledger-view.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import type { Change, DefinitionEdit, Drift } from '../model/results/plan.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import { sectionOf, targetAddress } from '../model/target.ts';
import { definitionOfCreation } from './context/creations.ts';
import type { PlannedTarget } from './context/planning-context.ts';
import type { PlanInput } from './plan-input.ts';

/**
 * Returns the edit of a target since its last review, if any. The definition in the files is the reviewed one, if they
 * name one; otherwise the one of the last apply.
 */
export function editOf(
  { desired, observed }: Pick<PlannedTarget, 'desired' | 'observed'>,
  {
    baseline,
    definitions,
    digestOf,
  }: {
    readonly baseline: LedgerTarget | undefined;
    readonly definitions: DesiredState['definitions'];
    readonly digestOf: KeyedDigest;
  },
): Pick<Drift, 'message' | 'help' | 'edit'> | undefined {
  const account = observed?.definition;
  const path = desired.definition;
  const written = path === undefined ? undefined : definitions?.get(path);
  const { kind, key } = desired;
  if (path !== undefined && written && account) {
    const edit = editBetween(written, account);
    if (!edit) return undefined;
    return {
      message: `The ${kind} differs from ${path}.`,
      help: `Check what it sends now. If it is right, accept it: rollcall ${sectionOf(kind)} pull ${key}`,
      edit,
    };
  }
  if (baseline?.revision === undefined || observed?.revision === undefined) return undefined;
  if (baseline.revision === observed.revision) return undefined;
  const edit =
    account && baseline.definition !== undefined && storedEdit(baseline.definition, account, digestOf);
  return {
    message: `The ${kind} was edited since the last apply.`,
    help: 'Check what it sends now. `rollcall drift --accept` or the next apply accepts the edit.',
    ...(edit ? { edit } : {}),
  };
}

/** Returns the difference from a stored definition. Both are compared as the ledger stores them. */
function storedEdit(
  text: string,
  account: TargetDefinition,
  digestOf: KeyedDigest,
): DefinitionEdit | undefined {
  const before = readStoredDefinition(text);
  const after = readStoredDefinition(storedDefinition(account, digestOf));
  if (!before || !after || before.digest === after.digest) return undefined;
  const edit = editBetween(before.definition, after.definition);
  if (edit) return edit;
  const lines = describeMasked(after.definition);
  return { changes: ['an email address or a secret changed'], before: lines, after: lines };
}

/** Returns the difference of two definitions. Addresses and secrets are compared in full, and shown masked. */
function editBetween(before: TargetDefinition, after: TargetDefinition): DefinitionEdit | undefined {
  const changes = maskedChanges(before, after).map(({ text }) => text);
  if (changes.length === 0) return undefined;
  const [old, now] = withoutSecrets(before, after);
  const lines = (definition: TargetDefinition): readonly string[] =>
    describeDefinition(definition).map(maskSentences);
  return { changes, before: lines(old), after: lines(now) };
}

/** Returns the difference from the file of a workflow that rollcall created to what HubSpot has, if any. */
export function editOfCreated(
  creation: DesiredCreation,
  { desired, observed, ledger }: Pick<PlanInput, 'desired' | 'observed' | 'ledger'>,
): DefinitionEdit | undefined {
  const { id } = ledger.creations.find(({ key }) => key === creation.key) ?? {};
  const written = definitionOfCreation(creation, desired);
  const account = id === undefined ? undefined : observed.created?.get(id)?.definition;
  return written && account && editBetween(written, account);
}

/** Warns of enrollments in targets that were edited since their last review: they get something else than was reviewed. */
export function editedTargetWarnings(
  drift: readonly Drift[],
  changes: readonly Change[],
): readonly Diagnostic[] {
  const enrolling = new Map<string, number>();
  for (const { action, target } of changes) {
    if (action !== 'enroll') continue;
    const address = targetAddress(target);
    enrolling.set(address, (enrolling.get(address) ?? 0) + 1);
  }
  return drift.flatMap(({ kind, address, message, edit, source }): readonly Diagnostic[] => {
    const count = enrolling.get(address) ?? 0;
    if (kind !== 'target-edited' || count === 0) return [];
    const what = edit ? ` ${edit.changes.join('; ')}.` : '';
    return [
      {
        code: 'target-edited',
        severity: 'warning',
        message: `${address}: ${message} This plan enrolls ${count} contact${count === 1 ? '' : 's'} there.${what}`,
        help: 'Check in HubSpot what it sends now, before you approve this plan.',
        ...(source ? { source } : {}),
      },
    ];
  });
}
