/** The connection to the server broke during a query: whether the query took effect is unknown. */
export class ConnectionLost extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}
