import type { UnenrollRoute } from '../model/desired-state.ts';
import type { Api } from './http/api.ts';
import { objectOf, objectsOf, textOf } from './json.ts';

type Stamp = Extract<UnenrollRoute, { property: string }>;

/** Why a contact can't be stamped with a property, or nothing where it can. */
export async function whyNoStamp(api: Api, { property, value }: Stamp): Promise<string | undefined> {
  const params = { propertyName: property };
  const answer = await api.read(api.call('contact-property', { params }), [404]);
  if (answer.status === 404) return `contacts have no property ${property}`;
  const body = objectOf(answer.body);
  const readOnly = objectOf(body['modificationMetadata'])['readOnlyValue'] === true;
  if (readOnly || body['calculated'] === true) return `the property ${property} can only be read`;
  const options = objectsOf(body['options']).flatMap((option) => textOf(option['value']) ?? []);
  // A text property has no options, and takes any value.
  if (options.length === 0 || options.includes(value)) return undefined;
  return `the property ${property} has no option \`${value}\`; it has ${options.slice(0, 10).join(', ')}`;
}
