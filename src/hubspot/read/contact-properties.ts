import type { Api } from '../http/api.ts';
import { objectOf, objectsOf, textOf } from '../http/response.ts';

/**
 * Returns the contact properties of the account by internal name, with the values that each can have. A property that
 * is not in the result does not exist, or the token may not see it.
 */
export async function readContactProperties(api: Api): Promise<ReadonlyMap<string, readonly string[]>> {
  const { body } = await api.read(api.request('contact-properties'));
  return new Map(
    objectsOf(objectOf(body)['results']).flatMap((property) => {
      const name = textOf(property['name']);
      const options = objectsOf(property['options']).flatMap(({ value }) => textOf(value) ?? []);
      return name === undefined ? [] : [[name, options] as const];
    }),
  );
}
