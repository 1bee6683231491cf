import type { WorkflowDefinition } from '../../model/definition.ts';
import type { DesiredCreation, DesiredState } from '../../model/desired-state.ts';
import type { Creation } from '../../model/ledger/ledger-view.ts';
import type { Namesake, ObservedState } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import { visibilityLag } from './ownership.ts';
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
  const since = namesakesOf(name, namesakes).filter(
    ({ createdAt }) => createdAt !== undefined && createdAt >= at,
  );
  return since.length === 1 ? since[0] : undefined;
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
