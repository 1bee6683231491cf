import type { AdviceRule } from './advice-rule.ts';

/** Reports audiences that no target uses: they enroll no contact. */
export const audienceUnused: AdviceRule = ({ audiences, used }) =>
  audiences
    .filter(({ name }) => !used.has(name))
    .map(({ name, source }) => ({
      code: 'audience-unused',
      severity: 'advice',
      message: `No sequence or workflow uses the audience \`${name}\`.`,
      help: `Add \`- audience: ${name}\` to the members of a target, or remove the audience.`,
      source,
    }));
