/** The files of a proposal while it is made, in memory. */
import { loadFiles } from '../commands/pipeline.ts';
import type { Validation } from '../commands/deps.ts';
import type { DesiredState, DesiredTarget } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { type Kind, targetAddress } from '../model/target.ts';
import type { EditedText, NamedContact } from '../schema/write/edit-members.ts';
import type { NamedPerson } from './contact-argument.ts';
import { findContact } from './find-contact.ts';
import { InvalidFiles } from './invalid-files.ts';
import type { ToolCall } from './tool-call.ts';

/** The files of a proposal while it is made. */
export interface Draft {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Returns the configuration before the change. */
  readonly desired: () => DesiredState;
  /** Returns the target that an argument names. Throws a `Failure`. */
  readonly target: (argument: 'from' | 'to', name: string | undefined) => DesiredTarget;
  /** Edits the file that defines a target. Throws a `Failure` `cannot-edit`. */
  readonly edit: (target: DesiredTarget, change: (text: string) => EditedText) => Promise<EditedText>;
  /** Returns a target after the edits so far; undefined if the files are invalid now. */
  readonly reload: (target: DesiredTarget) => Promise<DesiredTarget | undefined>;
  /** Loads the edited files. */
  readonly check: () => Promise<{
    readonly diagnostics: readonly Diagnostic[];
    readonly desired?: DesiredState | undefined;
  }>;
  /** Returns every id and email of a contact, from HubSpot. */
  readonly allNamesOf: (person: NamedPerson) => Promise<NamedContact>;
}

export async function openDraft(paths: readonly string[], call: ToolCall): Promise<Draft> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const load = (): Promise<Validation> => loadFiles({ paths }, call.withTexts(after).deps);
  const first = await load();
  const { desired } = first;
  if (!desired) throw new InvalidFiles(first.diagnostics);
  return {
    before,
    after,
    desired: () => desired,
    target: (argument, name) => findTarget(desired, argument, name),
    edit: async ({ source: { file }, ...target }, change) => {
      const text = after.get(file) ?? first.texts.get(file) ?? '';
      if (!before.has(file)) before.set(file, text);
      const edited = change(text);
      if (edited.text === undefined) throw uneditable({ file, ...target });
      after.set(file, edited.text);
      return edited;
    },
    reload: async ({ kind, key }) =>
      (await load()).desired?.targets.find((target) => target.kind === kind && target.key === key),
    check: load,
    allNamesOf: async (person) => {
      const contact = await findContact(person, desired, call);
      if (!contact) return namesOf(person);
      return { emails: contact.emails, ids: [contact.id, ...contact.mergedIds] };
    },
  };
}

function findTarget({ targets }: DesiredState, argument: string, name: string | undefined): DesiredTarget {
  if (name === undefined) {
    throw new Failure({
      code: 'bad-flag',
      message: `The argument \`${argument}\` is missing.`,
      help: `Name a target: ${addressesOf(targets)}.`,
    });
  }
  const found = targets.filter((target) => [target.key, targetAddress(target), target.id].includes(name));
  const [target] = found;
  if (target && found.length === 1) return target;
  throw new Failure({
    code: 'no-such-target',
    message: `\`${argument}\` names ${found.length === 0 ? 'no target' : `${found.length} targets`} of the files.`,
    help: `Name one of them: ${addressesOf(targets)}.`,
  });
}

function addressesOf(targets: readonly DesiredTarget[]): string {
  const shown = targets.slice(0, 20).map((target) => targetAddress(target));
  return `${shown.join(', ')}${targets.length > shown.length ? ', …' : ''}`;
}

function uneditable({
  kind,
  key,
  file,
}: {
  readonly kind: Kind;
  readonly key: string;
  readonly file: string;
}): Failure {
  return cannotEdit(
    `The entries of ${targetAddress({ kind, key })} in ${file} cannot be edited one by one: an alias, an anchor or a merge key shares them with another part of the file.`,
    'Edit the file by hand, then call plan.',
  );
}

export function cannotEdit(message: string, help: string): Failure {
  return new Failure({ code: 'cannot-edit', message, help });
}

/** Returns the name that the caller gave. */
export function namesOf({ email, id }: NamedPerson): NamedContact {
  return { emails: email === undefined ? [] : [email], ids: id === undefined ? [] : [id] };
}
