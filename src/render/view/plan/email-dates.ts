import type { Plan } from '../../../model/results/plan.ts';
import { dayOf } from '../../../model/time.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Returns the date of a day after the apply, in the account's time zone: `Thu 5 Nov`, where the date does not break.
 * Assumes that the plan is applied on the day on which it was made.
 */
export function emailDate({ createdAt, context }: Pick<Plan, 'createdAt' | 'context'>, day: number): string {
  const date = new Date(`${dayOf(createdAt, context?.timeZone ?? 'UTC')}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + day);
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()}\u00A0${months[date.getUTCMonth()]}`;
}
