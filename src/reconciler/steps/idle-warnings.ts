import type { Draft } from '../draft.ts';

/**
 * Removes the warning that a workflow suppresses a list, unless the plan enrolls or blocks a contact there. Without
 * such a contact, the warning would appear in every plan.
 */
export function dropIdleWarnings(draft: Draft): Draft {
  const concerned = new Set<unknown>();
  for (const decision of draft.decisions) {
    if (decision.about !== 'person') continue;
    const { verdict, member } = decision;
    if (verdict.act === 'enroll' || (verdict.act === 'keep' && verdict.status === 'blocked'))
      concerned.add(member.target.desired.source);
  }
  const diagnostics = draft.diagnostics.filter(
    ({ code, source }) => code !== 'workflow-suppresses' || concerned.has(source),
  );
  return { ...draft, diagnostics };
}
