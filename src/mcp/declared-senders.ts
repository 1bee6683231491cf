import { loadFiles } from '../commands/pipeline.ts';
import { type DesiredState, senderEmails } from '../model/desired-state.ts';

/** Returns the addresses of the senders that files declare; of files with errors, those of the valid part. */
export async function sendersIn(
  paths: readonly string[],
  { deps }: { readonly deps: Parameters<typeof loadFiles>[1] },
): Promise<readonly string[]> {
  const { desired, salvaged } = await loadFiles({ paths }, deps);
  const read = desired ?? salvaged;
  return read ? declaredSenders(read) : [];
}

/** Returns the addresses of all declared senders. Results show them in full; all other addresses are masked. */
export function declaredSenders({ targets }: Pick<DesiredState, 'targets'>): readonly string[] {
  const emails = targets.flatMap((target) => [
    ...(target.kind === 'sequence' ? senderEmails(target.sender) : []),
    ...(target.kind === 'sequence' && target.senderAlias !== undefined ? [target.senderAlias] : []),
    ...(target.members ?? []).flatMap(({ sender }) => (sender ? senderEmails(sender) : [])),
  ]);
  return [...new Set(emails)];
}
