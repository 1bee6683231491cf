/** Closes a union: a new member that nobody handles is a type error here, and a loud failure at run time. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
