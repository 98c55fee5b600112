/** A fenced block of a page. */
export interface Block {
  /** path from the root of the repository */
  readonly page: string
  /** of the opening fence, from 1 */
  readonly line: number
  /** empty = none was named */
  readonly language: string
  /** what the comment above it says of its test, such as `output` */
  readonly mark: string | undefined
  readonly code: string
}

/** What a test does with a block. */
export type Treatment =
  | { readonly as: 'shell' | 'session' | 'module' | 'browser' | 'json' | 'diff' | 'output' }
  /** the page's server is started instead */
  | { readonly as: 'start' }
  /** layouts and drawings, nothing that could run */
  | { readonly as: 'figure' }
  | { readonly as: 'elsewhere'; readonly test: string }
  /** the page says so itself */
  | { readonly as: 'not run' }

/** All blocks of a page. @throws Error for a fence that is indented, made of tildes, or never closed */
export function blocksOf(page: string, text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    if (/^(\s+```|\s*~~~)/.test(lines[at]!)) throw new Error(`${page}:${at + 1}: an odd fence`)
    if (!lines[at]!.startsWith('```')) continue
    const end = lines.indexOf('```', at + 1)
    if (end < 0) throw new Error(`${page}:${at + 1}: the block never ends`)
    const mark = /^<!-- (?:readme-)?test: (.+) -->$/.exec(lines[at - 1] ?? '')?.[1]
    const language = lines[at]!.slice(3).trim()
    const code = `${lines.slice(at + 1, end).join('\n')}\n`
    blocks.push({ page, line: at + 1, language, mark, code })
    at = end
  }
  return blocks
}

const byLanguage: Readonly<Record<string, Treatment>> = {
  sh: { as: 'shell' },
  console: { as: 'session' },
  js: { as: 'module' },
  ts: { as: 'module' },
  json: { as: 'json' },
  diff: { as: 'diff' },
}

/** What no machine of this project runs: other platforms, and programs that need an engine of their own. */
const notHere = /^(kotlin|java|swift|objective-c|go)$/
const notHereCommands = /^(docker|heroku) /

/** @throws Error for a block that no test would run or check */
export function treatmentOf(block: Block, pageText: string): Treatment {
  const { page, line, language, mark, code } = block
  const refuse = (why: string) => new Error(`${page}:${line}: ${why}`)
  const test = testOf(block)
  if (test !== undefined) return { as: 'elsewhere', test }
  if (mark === 'not run') {
    const isForeign = notHere.test(language) || (language === 'sh' && notHereCommands.test(code))
    if (!isForeign) throw refuse(`"${language}" can run here, so it has to`)
    if (!/\bnot run\b/i.test(withoutComments(pageText)))
      throw refuse('the page does not say that it was not run')
    return { as: 'not run' }
  }
  if (mark === 'output' && language === 'text') return { as: 'output' }
  if (mark === 'figure' && language === 'text') return { as: 'figure' }
  if (mark === 'browser' && /^[jt]s$/.test(language)) return { as: 'browser' }
  if (mark === 'start' && language === 'sh') return { as: 'start' }
  const plain = byLanguage[language]
  if (mark !== undefined || plain === undefined) {
    throw refuse(`nothing runs or checks a block in "${language}" marked "${mark ?? ''}"`)
  }
  return plain
}

/** The test file that the mark names; the marks of the READMEs belong to the tests beside them. */
function testOf({ page, mark }: Block): string | undefined {
  const named = mark?.startsWith('by ') ? mark.slice(3) : undefined
  if (named !== undefined || mark === undefined) return named
  if (page === 'README.md') return 'e2e/readme.test.ts'
  const folder = /^(packages\/\w+)\/README\.md$/.exec(page)?.[1]
  const isOwn = folder !== undefined && /^(node|web|vitest|react)$/.test(mark)
  return isOwn ? `${folder}/test/readme-examples-run.test.ts` : undefined
}

function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, '')
}
