// Bundles both pages into the packages that serve them. Called by scripts/setup/build.mjs after tsc, whose dist of
// the other packages they are made of.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const packages = join(import.meta.dirname, '..')

/** folder of the page, where it goes, and the path it is served at */
const pages = [
  { page: 'explain', outDir: join(packages, 'server', 'public'), base: '/explain/' },
  { page: 'demo', outDir: join(packages, 'cli', 'public'), base: '/' },
]

for (const { page, outDir, base } of pages) {
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'src', page),
    base,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0, // no data: URLs, which the pages' policy would have to allow
      modulePreload: { polyfill: false }, // it would fetch, and the paste box may not
      chunkSizeWarningLimit: 2500, // the SDK is what it is
      reportCompressedSize: false,
      license: { fileName: 'licenses.md' },
    },
  })
}

const sdk = dirname(createRequire(import.meta.url).resolve('agora-rtc-sdk-ng'))
const { author, homepage } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'))
const licenses = join(packages, 'cli', 'public', 'licenses.md')
writeFileSync(
  licenses,
  readFileSync(licenses, 'utf8').replace(
    /^## agora-rtc-sdk-ng .*\n/m,
    `$&\nBy ${author}, ${homepage}. The package names its licence and comes without the text. What others wrote in it
keeps their notices, in the script itself.\n`,
  ),
)
