/** The real addresses in a story on a snapshot, whose addresses are pseudonyms. */
import { Failure } from '../../model/failure.ts';
import { isEmail, normalizeEmail } from '../../model/email.ts';
import { maskEmailValue } from '../../model/text/mask-emails.ts';
import type { OpenedSnapshot } from '../snapshot/open-snapshot.ts';

export interface SnapshotNames {
  /** Whether the key of the snapshot is at hand. */
  readonly hasKey: boolean;
  /** Returns an address as the snapshot has it; the given one if the snapshot does not have it. */
  readonly address: (written: string) => string;
  /** Returns a text with the pseudonyms of its addresses. Throws `Failure` `snapshot-pattern` for an unknown pattern. */
  readonly text: (written: string) => string;
  /** Returns a text with the real addresses of the reps that the story names. */
  readonly restored: (text: string) => string;
  /** Throws a `Failure` for an address that the snapshot does not show: `snapshot-key` if its key is missing. */
  readonly refuseUnknown: (written: string) => void;
}

/** Returns the names of a snapshot. `key` is the one at hand, which may be that of another snapshot. */
export function namesOfSnapshot(
  path: string,
  { account, withKey }: Pick<OpenedSnapshot, 'account' | 'withKey'>,
  key: Buffer | undefined,
): SnapshotNames {
  const names = key && withKey(key);
  const known = new Set(
    [
      ...account.contacts.flatMap(({ email = '', otherEmails = [] }) => [email, ...otherEmails]),
      ...account.owners.flatMap(({ email, aliases = [] }) => [email, ...aliases]),
    ].map(normalizeEmail),
  );
  const address = (written: string): string => {
    if (!names || !isEmail(normalizeEmail(written))) return written;
    const pseudonym = names.address(written);
    return known.has(pseudonym) ? pseudonym : written;
  };
  return {
    hasKey: names !== undefined,
    address,
    text: (written) =>
      written.replaceAll(/[^\s"'(),:;<>@[\]{}]+@[^\s"'(),:;<>@[\]{}]+/gu, (found) =>
        found.includes('*') ? (names?.text(found) ?? found) : address(found),
      ),
    restored(text) {
      let restored = text;
      for (const [pseudonym, email] of names?.senders() ?? [])
        restored = restored.replaceAll(pseudonym, email);
      return restored;
    },
    refuseUnknown(written) {
      if (known.has(normalizeEmail(written))) return;
      const shown = written.includes('@') ? maskEmailValue(written) : written;
      if (names || !written.includes('@')) {
        throw new Failure({
          code: 'no-such-contact',
          message: `The snapshot ${path} has no ${shown}. It has only the contacts and reps that its files named.`,
          help: 'Take a new snapshot with files that name it: rollcall snapshot --out FILE. Or add it under `given`.',
        });
      }
      throw new Failure({
        code: 'snapshot-key',
        message: `The addresses of ${path} are pseudonyms, and its key is neither in ROLLCALL_SNAPSHOT_KEY nor in .rollcall/snapshot.key: rollcall cannot know which of them is ${shown}.`,
        help: 'Name a contact by its id, and a rep by the pseudonym that the snapshot has. Or take a new snapshot with the key of this folder: rollcall snapshot --out FILE',
      });
    },
  };
}
