import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build, transform } from 'esbuild'
import type { Block } from './blocks.ts'
import type { Desk } from './desk.ts'
import { root } from './pages.ts'

/** The blocks of a page as one module, as a reader would type them in: names of earlier blocks are known in later ones. */
export function asOneModule(blocks: readonly Pick<Block, 'code'>[]): string {
  const named = new Map<string, Set<string>>()
  const other = new Set<string>()
  const bodies = blocks.map(({ code }) =>
    code.replace(
      /^import ([^;]*?) from '([^']+)'[^\n]*\n/gm,
      (line, what: string, from: string) => {
        const names = /^\{([\s\S]*)\}$/.exec(what)?.[1]
        if (names === undefined) other.add(line)
        else for (const name of names.split(',')) addTo(named, from, name.trim())
        return ''
      },
    ),
  )
  const imports = [...named].map(
    ([from, names]) => `import { ${[...names].join(', ')} } from '${from}'\n`,
  )
  return [...other, ...imports, ...bodies].join('')
}

function addTo(named: Map<string, Set<string>>, from: string, name: string): void {
  if (name !== '') named.set(from, (named.get(from) ?? new Set()).add(name))
}

/** What the page says that its `console.log` lines print, in their order: the comment behind each. */
export function saidOutputs(blocks: readonly Pick<Block, 'code'>[]): string[] {
  return blocks.flatMap(({ code }) =>
    Array.from(code.matchAll(/^.*\bconsole\.log\(.*\)[^/\n]* \/\/ (.*)$/gm), ([, said]) => said!),
  )
}

/** @returns the lines that it prints */
export async function runModule(
  code: string,
  { desk, name }: { desk: Desk; name: string },
): Promise<string[]> {
  const file = join(desk.folder, `${name}.mjs`)
  const { code: plain } = await transform(desk.here(code), { loader: 'ts', target: 'es2022' })
  writeFileSync(file, plain)
  const child = spawn(process.execPath, [file], { cwd: desk.folder, env: desk.env })
  const [output, errors, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ])
  if (exitCode !== 0) throw new Error(`${errors}\n${output}`)
  return output.trimEnd() === '' ? [] : output.trimEnd().split('\n')
}

/** The script of a web page that runs the code; what it logs goes to `say`, for the SDK writes into the console too. */
export async function bundleForBrowser(code: string, desk: Desk): Promise<string> {
  const file = join(desk.folder, 'page.ts')
  const said = code.replaceAll('console.log(', 'globalThis.say(')
  writeFileSync(file, `${said}\nawait globalThis.done()\n`)
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  })
  return desk.here(outputFiles[0]!.text) // here too: the packages name their default ports
}
