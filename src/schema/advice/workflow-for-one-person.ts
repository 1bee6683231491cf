import type { AdviceRule } from './advice.ts';

/** A workflow that is kept for a single person is usually a sequence in the wrong place. */
export const workflowForOnePerson: AdviceRule = ({ desired }) =>
  desired.targets.flatMap((target) => {
    const [only, ...others] = target.members ?? [];
    if (target.kind !== 'workflow' || only?.type !== 'person' || !only.literal || others.length > 0)
      return [];
    return {
      code: 'workflow-for-one-person',
      severity: 'advice',
      message: `The workflow \`${target.key}\` is declared for one person.`,
      help: 'A workflow is automation for many. If a rep writes to this person, a sequence fits better; several people are easier to keep in an audience.',
      source: only.source,
    };
  });
