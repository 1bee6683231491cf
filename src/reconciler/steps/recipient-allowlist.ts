import { formatSource } from '../../model/results/diagnostic.ts';
import { compileEmailPattern, normalizeEmail } from '../../model/email.ts';
import type { Draft } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** Blocks enrollments of contacts that `limits.recipients` does not name, if it is set. */
export function recipientAllowlist(draft: Draft): Draft {
  const { recipients, at } = draft.planning.input.desired.limits;
  if (!recipients) return draft;
  const where = at.recipients ? ` (${formatSource(at.recipients)})` : '';
  const matchers = recipients.map(compileEmailPattern);
  return replaceVerdicts(draft, ({ member, verdict }) => {
    if (verdict.act !== 'enroll') return undefined;
    const email = member.contact?.email;
    if (email !== undefined && matchers.some((matches) => matches(normalizeEmail(email)))) return undefined;
    return keep(
      'blocked',
      `rehearsal: not in \`limits.recipients\`${where}`,
      'To end the rehearsal, remove `recipients` from `limits`.',
    );
  });
}
