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

/**
 * Returns the desired state with an id for each sequence that the files identify by name. Throws a `Failure` with
 * exit code 3 if a name matches no sequence, several, or one that another key already has.
 */
export async function resolveSequenceNames<Desired extends Pick<DesiredState, 'targets'>>(
  desired: Desired,
  reader: Pick<AccountReader, 'sequences'>,
): Promise<Desired> {
  if (!desired.targets.some(isNamed)) return desired;
  const sequencesByRep = new Map<string, ReturnType<AccountReader['sequences']>>();
  const sequencesOf = (rep: Email | undefined): ReturnType<AccountReader['sequences']> => {
    const sequences = sequencesByRep.get(rep ?? '') ?? reader.sequences(rep);
    sequencesByRep.set(rep ?? '', sequences);
    return sequences;
  };
  /** A sequence may be private to a rep. A rep of a rotation who left the account sees none. */
  const sequencesSeenBy = async ({ sender }: NamedSequence): Promise<Listed> => {
    const reps = senderEmails(sender);
    const seen = await Promise.all((reps.length === 0 ? [undefined] : reps).map(sequencesOf));
    return [...new Map(seen.flat().map((sequence) => [sequence.id, sequence])).values()];
  };
  const targets: DesiredTarget[] = [];
  for (const target of desired.targets) {
    if (!isNamed(target)) targets.push(target);
    else targets.push(matchSequence(target, await sequencesSeenBy(target)));
  }
  refuseDuplicateTargets(targets);
  return { ...desired, targets };
}

type NamedSequence = DesiredSequence & { readonly name: string };

function isNamed(target: DesiredTarget): target is NamedSequence {
  return target.kind === 'sequence' && target.name !== undefined;
}

type Listed = Awaited<ReturnType<AccountReader['sequences']>>;

function matchSequence(target: NamedSequence, all: Listed): DesiredSequence {
  const ids = all.filter(({ name }) => name === target.name).map(({ id }) => id);
  const [id, ...others] = ids;
  if (id !== undefined && others.length === 0) return { ...target, id };
  const where = `sequences.${target.key} (${formatSource(target.source)})`;
  if (id !== undefined) {
    throw invalidNameFailure('sequence-name-ambiguous', {
      message: `${where}: ${ids.length} sequences are named "${target.name}": ${ids.join(', ')}.`,
      help: 'Give the `id` of the intended sequence instead of the name.',
    });
  }
  const names = all.map(({ name }) => name);
  throw invalidNameFailure('sequence-name-unknown', {
    message: `${where}: ${visibleText(target, all.length)} is named "${target.name}".`,
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

/** Throws `duplicate-target`. Only the account shows that two names, or a name and an id, are the same sequence. */
function refuseDuplicateTargets(targets: readonly DesiredTarget[]): void {
  const keys = new Map<string, DesiredTarget>();
  for (const target of targets) {
    const earlier = keys.get(targetIdentityKey(target));
    if (earlier) {
      throw invalidNameFailure('duplicate-target', {
        message: `\`${target.key}\` and \`${earlier.key}\` are the same ${target.kind}, ${target.id} (${formatSource(earlier.source)}, ${formatSource(target.source)}).`,
        help: 'Put all members under one of the two keys.',
      });
    }
    keys.set(targetIdentityKey(target), target);
  }
}

function invalidNameFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.invalidConfiguration, code, ...problem });
}
