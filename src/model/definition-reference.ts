import type { Source } from './results/diagnostic.ts';

/** A property, list, sequence or workflow of the account that the file of a workflow names. */
export interface DefinitionReference {
  readonly kind: 'property' | 'list' | 'sequence' | 'workflow';
  /** The id; the internal name of a property. */
  readonly name: string;
  /** The value that a property gets; empty clears it. */
  readonly value?: string;
  /** The place in the definition file. */
  readonly source: Source;
  /** The workflow does not exist yet: an apply creates it. */
  readonly creates: boolean;
}
