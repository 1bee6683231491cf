import type { Kind, TargetId } from '../target.ts';

/** One difference of a definition, in words. */
interface DefinitionChangeText {
  /** The part that differs, as a path in the definition. */
  readonly at: string;
  readonly text: string;
}

/** A target whose definition a command reads. */
export interface DefinitionTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  /** Absent for a target that is not in the files. */
  readonly key?: string;
  readonly path: string;
}

/** The result of `workflows pull` and `sequences pull`. */
export interface PullResult {
  readonly kind: Kind;
  readonly files: readonly PulledFile[];
}

export interface PulledFile extends DefinitionTarget {
  /**
   * `unchanged`: the file has this definition already. `kept`: the file differs and was not overwritten, see `why`.
   * `missing`: HubSpot has no such target.
   */
  readonly status: 'new' | 'updated' | 'unchanged' | 'kept' | 'missing';
  /** The differences from the file to the account. */
  readonly changes: readonly DefinitionChangeText[];
  readonly why?: string;
  /** `--force` overwrites the file that was kept. */
  readonly forcible?: true;
  /** The values in the file that look like secrets. Absent: none, or the file was not written. */
  readonly secrets?: readonly SecretPlace[];
}

/** Where a definition file has a value that looks like a secret. */
export interface SecretPlace {
  /** The part, as a path in the definition: `actions.4.fields.webhookUrl`. */
  readonly at: string;
  readonly line?: number;
}

/** The result of `workflows diff` and `sequences diff`. */
export interface DefinitionDiffResult {
  readonly kind: Kind;
  readonly targets: readonly ComparedDefinition[];
}

export interface ComparedDefinition extends DefinitionTarget {
  readonly status: 'unchanged' | 'changed' | 'missing';
  /** The file was pulled from this target and not edited since, so only HubSpot changed. */
  readonly untouched?: true;
  readonly changes: readonly DefinitionChangeText[];
  /** The definition of the file and that of the account as YAML, both as `pull` writes it. Absent: no such target. */
  readonly texts?: { readonly file: string; readonly account: string };
}

/** The result of `workflows new`. */
export interface TemplateResult {
  readonly template: string;
  readonly text: string;
  /** The path of the written file. Without it, the view prints the text. */
  readonly path?: string;
}
