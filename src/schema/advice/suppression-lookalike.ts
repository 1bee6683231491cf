import type { AdviceRule } from './advice-rule.ts';

/** Reports suppressed emails that may be misspelled: they match no contact, so the intended one still gets email. */
export const suppressionLookalike: AdviceRule = ({ desired }) =>
  desired.suppress.flatMap(({ match, source }) => {
    const reason =
      'email' in match ? lookalikeReason(match.email.slice(0, match.email.lastIndexOf('@'))) : undefined;
    if (reason === undefined) return [];
    return {
      code: 'suppression-lookalike',
      severity: 'warning' as const,
      message: `This entry of \`suppress\` may match no contact: its part before the @ ${reason}.`,
      help: 'Type the address again instead of pasting it, or suppress the contact by id: `id: 1042`.',
      source,
    };
  });

function lookalikeReason(localPart: string): string | undefined {
  if (localPart.includes('?'))
    return 'contains a `?`, which often replaces a letter that an export could not encode';
  // Fast path: nearly all emails are ASCII.
  if (/^[!-~]*$/.test(localPart)) return undefined;
  if (localPart !== localPart.normalize('NFKC'))
    return 'contains characters in a compatibility form, such as full-width letters';
  const isMixed =
    /\p{Script=Latin}/u.test(localPart) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(localPart);
  return isMixed ? 'mixes Latin with Cyrillic or Greek letters, which look alike' : undefined;
}
