import type { AdviceRule } from './advice-rule.ts';

/** A suppressed address that looks like another one matches no contact, and the contact who asked for it gets email. */
export const suppressionLookalike: AdviceRule = ({ desired }) =>
  desired.suppress.flatMap(({ match, source }) => {
    const why =
      'email' in match ? lookalikeReason(match.email.slice(0, match.email.lastIndexOf('@'))) : undefined;
    if (why === undefined) return [];
    return {
      code: 'suppression-lookalike',
      severity: 'warning' as const,
      message: `This entry of \`suppress\` may match no contact: its part before the @ ${why}.`,
      help: 'Type the address again instead of pasting it, or suppress the contact by id: `id: 1042`.',
      source,
    };
  });

function lookalikeReason(localPart: string): string | undefined {
  if (localPart.includes('?')) return 'has a `?`, which often replaces a letter that was lost in an export';
  // Nearly all addresses are ASCII.
  if (/^[!-~]*$/.test(localPart)) return undefined;
  if (localPart !== localPart.normalize('NFKC')) return 'has letters in another form or width';
  const isMixed =
    /\p{Script=Latin}/u.test(localPart) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(localPart);
  return isMixed ? 'mixes Latin with Cyrillic or Greek letters, which look alike' : undefined;
}
