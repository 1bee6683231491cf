import type { AccountReader } from '../../model/account.ts';
import {
  type DesiredSequence,
  type DesiredState,
  type DesiredTarget,
  senderEmails,
} from '../../model/desired-state.ts';
import type { Email } from '../../model/email.ts';
import { formatSource } from '../../model/results/diagnostic.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { targetIdentityKey } from '../../model/target.ts';
import { count } from '../../model/text/count.ts';
import { suggestion } from '../../model/text/did-you-mean.ts';
import type { FailureCode } from '../../model/results/problem-codes.ts';
import type { LedgerTarget } from '../../model/ledger/ledger-view.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { quotedName } from '../../model/text/quoted-name.ts';

/**
 * Returns the desired state with an id for each sequence that the files identify by name. Throws a `Failure` with
 * exit code 3 if a name matches no sequence, several, or one that another key already has.
 */
export async function resolveSequenceNames<Desired extends Pick<DesiredState, 'targets'>>(
  desired: Desired,
  reader: SequenceReader,
): Promise<Desired> {
  const { resolved, problem } = await resolveKnownNames(desired, reader);
  if (problem) throw problem;
  return resolved;
}

type SequenceReader = Pick<AccountReader, 'sequences'>;

/**
 * Returns the desired state without the sequences whose name cannot be resolved, these sequences, and the first problem
 * that `resolveSequenceNames` would throw.
 */
export async function resolveKnownNames<Desired extends Pick<DesiredState, 'targets'>>(
  desired: Desired,
  reader: SequenceReader,
): Promise<{
  readonly resolved: Desired;
  readonly unresolved: readonly NamedSequence[];
  readonly problem?: Failure;
}> {
  if (!desired.targets.some(isNamed)) return { resolved: desired, unresolved: [] };
  const sequencesSeenBy = listSequencesOnce(reader);
  const targets = new Map<string, DesiredTarget>();
  const unresolved: NamedSequence[] = [];
  const problems: Failure[] = [];
  for (const target of desired.targets) {
    const found = isNamed(target) ? matchSequence(target, await sequencesSeenBy(target)) : target;
    if (found instanceof Failure) {
      problems.push(found);
      if (isNamed(target)) unresolved.push(target);
      continue;
    }
    const name = targetIdentityKey(found);
    const earlier = targets.get(name);
    if (earlier) problems.push(duplicateTarget(found, earlier));
    else targets.set(name, found);
  }
  const [problem] = problems;
  const resolved = { ...desired, targets: [...targets.values()] };
  return { resolved, unresolved, ...omitUndefined({ problem }) };
}

/**
 * Adds sequences whose name cannot be resolved, with the id that the ledger recorded for their key. Only for removals:
 * the id may no longer be the one that the file means. Leaves out a key with no id, or with several.
 */
export function addRecordedSequences<Desired extends Pick<DesiredState, 'targets'>>(
  desired: Desired,
  unresolved: readonly NamedSequence[],
  recorded: readonly Pick<LedgerTarget, 'kind' | 'key' | 'id'>[],
): Desired {
  const known = new Set(desired.targets.map(targetIdentityKey));
  const added = unresolved.flatMap((target) => {
    const [id, ...others] = recorded.flatMap(({ kind, key, id: recordedId }) =>
      kind === 'sequence' && key === target.key ? [recordedId] : [],
    );
    const isUsable =
      id !== undefined && others.length === 0 && !known.has(targetIdentityKey({ kind: 'sequence', id }));
    return isUsable ? [{ ...target, id }] : [];
  });
  return { ...desired, targets: [...desired.targets, ...added] };
}

/** Returns a function that lists the sequences that the senders of a sequence see. Reads those of a sender once. */
function listSequencesOnce(reader: SequenceReader): (target: NamedSequence) => Promise<Listed> {
  const sequencesByRep = new Map<string, ReturnType<AccountReader['sequences']>>();
  const sequencesOf = (rep: Email | undefined): ReturnType<AccountReader['sequences']> => {
    const sequences = sequencesByRep.get(rep ?? '') ?? reader.sequences(rep);
    sequencesByRep.set(rep ?? '', sequences);
    return sequences;
  };
  /** A sequence may be private to a rep. A rep of a rotation who left the account sees none. */
  return async ({ sender }) => {
    const reps = senderEmails(sender);
    const seen = await Promise.all((reps.length === 0 ? [undefined] : reps).map(sequencesOf));
    return [...new Map(seen.flat().map((sequence) => [sequence.id, sequence])).values()];
  };
}

export type NamedSequence = DesiredSequence & { readonly name: string };

function isNamed(target: DesiredTarget): target is NamedSequence {
  return target.kind === 'sequence' && target.name !== undefined;
}

type Listed = Awaited<ReturnType<AccountReader['sequences']>>;

/** Returns the sequence with its id, or why no single sequence has its name. */
function matchSequence(target: NamedSequence, all: Listed): DesiredSequence | Failure {
  const ids = all.filter(({ name }) => name === target.name).map(({ id }) => id);
  const [id, ...others] = ids;
  if (id !== undefined && others.length === 0) return { ...target, id };
  const where = `sequences.${target.key} (${formatSource(target.source)})`;
  if (id !== undefined) {
    return invalidNameFailure('sequence-name-ambiguous', {
      message: `${where}: ${ids.length} sequences are named ${quotedName(target.name)}: ${ids.join(', ')}.`,
      help: 'Give the `id` of the intended sequence instead of the name.',
    });
  }
  const names = all.map(({ name }) => name);
  return invalidNameFailure('sequence-name-unknown', {
    message: `${where}: ${visibleText(target, all.length)} is named ${quotedName(target.name)}.`,
    help: `Correct the name, or give the \`id\`, which does not change when a sequence is renamed.${suggestion(target.name, names)}`,
  });
}

/** Returns `none of the 12 sequences that maria@acme.example sees`. */
function visibleText({ sender }: NamedSequence, visible: number): string {
  const reps = senderEmails(sender);
  if (visible === 0) return `no sequence is visible to ${reps.join(', ') || 'a user'}, so none`;
  const sees = reps.length > 1 ? `${reps.join(', ')} see` : `${reps[0] ?? 'a user'} sees`;
  return `none of the ${count(visible, 'sequence')} that ${sees}`;
}

/** Only the account shows that two names, or a name and an id, are the same sequence. */
function duplicateTarget(target: DesiredTarget, earlier: DesiredTarget): Failure {
  return invalidNameFailure('duplicate-target', {
    message: `\`${target.key}\` and \`${earlier.key}\` are the same ${target.kind}, ${target.id} (${formatSource(earlier.source)}, ${formatSource(target.source)}).`,
    help: 'Put all members under one of the two keys.',
  });
}

function invalidNameFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.invalidConfiguration, code, ...problem });
}
