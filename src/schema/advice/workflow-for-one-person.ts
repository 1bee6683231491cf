import type { AdviceRule } from './advice-rule.ts';

/** Reports workflows with one literal member: a sequence usually fits better. */
export const workflowForOnePerson: AdviceRule = ({ desired }) =>
  desired.targets.flatMap((target) => {
    if (target.kind !== 'workflow' || target.members?.length !== 1) return [];
    const [only] = target.members;
    if (only?.type !== 'person' || !only.literal) return [];
    return {
      code: 'workflow-for-one-person',
      severity: 'advice',
      message: `The workflow \`${target.key}\` has one member.`,
      help: 'A workflow is automation for many contacts. If a rep writes to this contact, use a sequence. For more contacts, use an audience.',
      source: only.source,
    };
  });
