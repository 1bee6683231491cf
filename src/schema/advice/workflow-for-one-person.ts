import type { AdviceRule } from './advice-rule.ts';

/** A workflow that is kept for a single person is usually a sequence in the wrong place. */
export const workflowForOnePerson: AdviceRule = ({ desired }) =>
  desired.targets.flatMap((target) => {
    if (target.kind !== 'workflow' || target.members?.length !== 1) return [];
    const [only] = target.members;
    if (only?.type !== 'person' || !only.literal) return [];
    return {
      code: 'workflow-for-one-person',
      severity: 'advice',
      message: `The workflow \`${target.key}\` is declared for one person.`,
      help: 'A workflow is automation for many. If a rep writes to this person, a sequence fits better; several people are easier to keep in an audience.',
      source: only.source,
    };
  });
