import type { TargetDefinition } from '../model/definition.ts';
import { canonicalJson } from '../model/digest.ts';
import { comparableDefinition } from './comparable-definition.ts';
import { readFlow } from './read-flow.ts';
import { readSequenceDefinition } from './sequence-definition.ts';
import { sequenceChanges } from './sequence-changes.ts';
import { workflowChanges } from './workflow-changes.ts';

/** One difference between two definitions. */
export interface DefinitionChange {
  /** The part that differs, as a path in the definition: `actions.4.delay`, `suppressionLists`. */
  readonly at: string;
  /** The difference in words: `delay 1: 2 days → 5 days`. */
  readonly text: string;
}

/**
 * Returns the differences from one definition to another in words, in the order of the file. Empty exactly if the
 * definitions are equal, except for what HubSpot adds when it stores raw parts. A part that rollcall does not know is named by its path, never by its value.
 */
export function definitionChanges(
  before: TargetDefinition,
  after: TargetDefinition,
): readonly DefinitionChange[] {
  const [old, now] = [comparableDefinition(before), comparableDefinition(after)];
  if (isSameDefinition(old, now)) return [];
  if (old.kind === 'workflow' && now.kind === 'workflow') return workflowChanges(old, now);
  if (old.kind === 'sequence' && now.kind === 'sequence') return sequenceChanges(old, now);
  return [{ at: 'definition', text: `a ${old.kind} became a ${now.kind}` }];
}

/** Returns whether two normalized definitions are equal, also in what HubSpot adds to raw parts. */
export function isSameDefinition(before: TargetDefinition, after: TargetDefinition): boolean {
  return canonicalJson(before) === canonicalJson(after);
}

export type { TargetDefinition as Definition } from '../model/definition.ts';

/** Returns the definition in the body that HubSpot's API returns for a workflow or a sequence. */
export function readDefinition(kind: TargetDefinition['kind'], body: unknown): TargetDefinition {
  return kind === 'workflow' ? readFlow(body).definition : readSequenceDefinition(body);
}
