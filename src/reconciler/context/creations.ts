import type { WorkflowDefinition } from '../../model/definition.ts';
import type { DesiredCreation, DesiredState } from '../../model/desired-state.ts';
import type { Creation, LedgerView } from '../../model/ledger/ledger-view.ts';
import type { CreatedWorkflow, Namesake, ObservedState } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import { visibilityLag } from './ownership.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { comparableName } from '../../model/text/same-name.ts';

/** Returns what a workflow to create does; nothing if its file was not read, or defines no workflow. */
export function definitionOfCreation(
  { definition }: DesiredCreation,
  { definitions }: Pick<DesiredState, 'definitions'>,
): WorkflowDefinition | undefined {
  const content = definitions?.get(definition);
  return content?.kind === 'workflow' ? content : undefined;
}

/** Returns the name under which a request was sent; the present one of the file if the ledger does not have it. */
export function nameSentBy(
  { name }: Creation,
  creation: DesiredCreation,
  desired: Pick<DesiredState, 'definitions'>,
): string | undefined {
  return name ?? definitionOfCreation(creation, desired)?.name;
}

/** Returns the workflow that an intent without a response created: the only one of its name since the request. */
export function createdNamesake(
  { at }: Creation,
  name: string,
  namesakes: readonly Namesake[] | undefined,
): Namesake | undefined {
  const since = namesakesSince({ at }, name, namesakes);
  return since.length === 1 ? since[0] : undefined;
}

/** Returns the workflows with a name that were created since a request. */
export function namesakesSince(
  { at }: Pick<Creation, 'at'>,
  name: string,
  namesakes: readonly Namesake[] | undefined,
): readonly Namesake[] {
  return namesakesOf(name, namesakes).filter(({ createdAt }) => createdAt !== undefined && createdAt >= at);
}

/**
 * Returns an earlier request under a key that defines no new workflow now, for example because the key was renamed: its
 * workflow may have the name, and HubSpot may not show it yet.
 */
export function earlierRequestFor(
  name: string,
  { desired, ledger }: { readonly desired: DesiredState; readonly ledger: Pick<LedgerView, 'creations'> },
  now: Instant,
): Creation | undefined {
  const keys = new Set((desired.creations ?? []).map(({ key }) => key));
  return ledger.creations.find(
    (one) => !keys.has(one.key) && (one.id === undefined || isRecent(one, now)) && mayHaveName(one, name),
  );
}

/** Returns whether a request may have been sent with a name. The ledger does not store a name with an address or a token. */
function mayHaveName({ name: sent }: Creation, name: string): boolean {
  return sent === undefined ? maskSentences(name) !== name : comparableName(sent) === comparableName(name);
}

/**
 * Returns the requests under keys that are not in the files, whose workflow no target of the files or of an earlier apply
 * is. Several sets of files may share a ledger, so another set may have the key.
 */
export function undeclaredCreations(
  { targets, creations = [] }: Pick<DesiredState, 'targets' | 'creations'>,
  ledger: Pick<LedgerView, 'creations' | 'targets'>,
): readonly Creation[] {
  const workflows = targets.filter(({ kind }) => kind === 'workflow');
  const keys = new Set([...creations, ...workflows].map(({ key }) => key));
  const ids = new Set(
    [...targets, ...ledger.targets].flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : [])),
  );
  return ledger.creations.filter(({ key, id }) => !keys.has(key) && (id === undefined || !ids.has(id)));
}

/** Returns the workflow of a request: its id from the ledger, or the one that HubSpot shows after a lost response. */
export function workflowOf(
  known: Creation,
  creation: DesiredCreation,
  { desired, observed }: { readonly desired: DesiredState; readonly observed: ObservedState },
): ({ readonly id: TargetId } & Partial<CreatedWorkflow>) | undefined {
  const { id } = known;
  if (id !== undefined) return { id, ...observed.created?.get(id) };
  const name = nameSentBy(known, creation, desired);
  return name === undefined ? undefined : createdNamesake(known, name, observed.namesakes);
}

/** Returns whether a request is so recent that HubSpot may not show its workflow yet. */
export function isRecent({ at }: Creation, now: Instant): boolean {
  return addMilliseconds(at, visibilityLag) > now;
}

/** Returns whether HubSpot does not show a workflow that rollcall created or found. */
export function isGone(id: TargetId, { created }: Pick<ObservedState, 'created'>): boolean {
  return created !== undefined && !created.has(id);
}

/** Returns the workflows with a name. */
export function namesakesOf(name: string, namesakes: readonly Namesake[] = []): readonly Namesake[] {
  const wanted = comparableName(name);
  return namesakes.filter((one) => comparableName(one.name) === wanted);
}
