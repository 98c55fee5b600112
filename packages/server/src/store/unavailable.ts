/** Of the network, of PostgreSQL (classes 08, 53 and 57: no connection, no room, shut down), and of the file. */
const codes =
  /^(E(CONN(REFUSED|RESET)|TIMEDOUT|NOTFOUND|PIPE|AI_AGAIN|NOSPC|IO|ROFS|MFILE)|(08|53|57)\w{3})$/
const texts =
  /^connect E|Query read timeout|timeout exceeded when trying to connect|Connection terminated|connection is closed|database is locked|disk (I\/O error|is full)|unable to open database file/i

/** Whether an error says that the database cannot be used for the moment, rather than that something is wrong with us. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown }
  return (typeof code === 'string' && codes.test(code)) || texts.test(String(message))
}
