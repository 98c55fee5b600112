import { configurationPage } from './configuration.ts'
import { errorsPage } from './errors.ts'
import { openapiDocument } from './openapi.ts'

// Prints one generated page: `node packages/server/dist/docs/print.js configuration`. For scripts/check/docs-fresh.mjs.
const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  configuration: configurationPage,
  errors: errorsPage,
  openapi: openapiDocument,
}

const [name = ''] = process.argv.slice(2)
const page = Object.hasOwn(pages, name) ? pages[name] : undefined
if (page === undefined) throw new Error(`there is no page "${name}"`)
process.stdout.write(await page())
