import { rulesPage } from './rules.ts'
import { uncertainPage } from './uncertain.ts'

// Prints one generated page: `node packages/emulator/dist/docs/print.js rules`. For scripts/check/docs-fresh.mjs.
const pages: Readonly<Record<string, () => string>> = {
  rules: rulesPage,
  uncertain: uncertainPage,
}

const [name = ''] = process.argv.slice(2)
const page = Object.hasOwn(pages, name) ? pages[name] : undefined
if (page === undefined) throw new Error(`there is no page "${name}"`)
process.stdout.write(page())
