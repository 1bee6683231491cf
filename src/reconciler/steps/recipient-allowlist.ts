import { formatSource } from '../../model/diagnostic.ts';
import { emailMatcher, normalEmail } from '../../model/email.ts';
import type { Draft } from '../draft.ts';
import { rejudging } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** While `limits.recipients` is set, only its addresses may be enrolled. */
export function rehearsal(draft: Draft): Draft {
  const { recipients, at } = draft.world.input.desired.limits;
  if (!recipients) return draft;
  const where = at.recipients ? ` (${formatSource(at.recipients)})` : '';
  const matchers = recipients.map(emailMatcher);
  return rejudging(draft, ({ subject, verdict }) => {
    if (verdict.act !== 'enroll') return undefined;
    const email = subject.contact?.email;
    if (email !== undefined && matchers.some((matches) => matches(normalEmail(email)))) return undefined;
    return keep(
      'blocked',
      `a rehearsal: not among \`limits.recipients\`${where}`,
      'Remove `recipients` from `limits` when the rehearsal has ended.',
    );
  });
}
