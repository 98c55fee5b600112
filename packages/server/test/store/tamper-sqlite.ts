import { DatabaseSync } from '@photostructure/sqlite'

/** Changes a database behind the back of its store. */
export function tamperSqlite(path: string, statement: string): void {
  const database = new DatabaseSync(path)
  database.exec(statement)
  database.close()
}
