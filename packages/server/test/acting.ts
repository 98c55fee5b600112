import type { Act } from '../src/act.ts'
import type { Note } from '../src/audit/note.ts'

/** What a test does, at `at` (Unix seconds). */
export function acting(at: number): Act {
  return { by: { kind: 'owner', id: 'ana' }, at }
}

/** A note of nothing in particular. */
export function someNote(at = 1_800_000_000, chain = ''): Note {
  return { chain, action: 'project.changed', ...acting(at), about: {} }
}
