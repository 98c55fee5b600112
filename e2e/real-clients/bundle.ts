import { join } from 'node:path'
import { build } from 'esbuild'

const here = import.meta.dirname
const stub = (name: string) => join(here, 'stubs', `${name}.js`)

/** A page with one of the kits in it: unmodified, but for the SDKs they wrap, which need Agora's network. */
export async function bundleClient(page: 'react-uikit' | 'rn-uikit'): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: here, // where aliases are resolved
    entryPoints: [join(here, 'pages', `${page}.js`)],
    bundle: true,
    write: false,
    outdir: join(here, '.cache'), // never written: esbuild wants to know where CSS would go
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'error',
    alias: {
      uikit: `agora-${page}`,
      'agora-rtc-react': stub('agora-rtc-react'),
      'agora-rtm-react': stub('agora-rtm-react'),
      'react-native-agora': stub('react-native-agora'),
      'agora-react-native-rtm': stub('agora-react-native-rtm'),
      'react-native': stub('react-native'),
    },
  })
  return outputFiles.find(({ path }) => path.endsWith('.js'))!.text
}
