import { networkInterfaces } from 'node:os'
import { curlSamples } from './pages/samples.ts'
import type { SigningProject } from './projects/signing-projects.ts'
import { version } from './version.ts'

export interface BannerFacts {
  readonly url: string
  /** how other machines reach it */
  readonly lanUrls: readonly string[]
  /** the first of those that tokens are issued for */
  readonly project: SigningProject | undefined
  readonly keyNeeded: boolean
  /** a key made for `--lan`: shown, because nobody knows it yet */
  readonly madeKey: string | undefined
  readonly exposed: boolean
}

/** What the one who starts the server needs to know. Holds a key only when it was made here. */
export function bannerText(facts: BannerFacts): string {
  const { url, lanUrls, project, madeKey, keyNeeded } = facts
  const key = madeKey ?? (keyNeeded ? '$SYMBOLON_API_KEY' : undefined)
  const { mint, explain } = curlSamples({ url, key })
  const query = madeKey === undefined ? '' : `&key=${madeKey}`
  const lines = [
    `Symbolon ${version}, token server`,
    '',
    `  URL     ${url}`,
    `  Explain ${url}/explain`,
    ...lanUrls.map((lan) => `  Phone   ${lan}/rtcToken?channelName=lobby${query}`),
    `  App ID  ${project?.appId ?? 'none yet: symbolon project create'}`,
    ...(madeKey === undefined ? [] : [`  Key     ${madeKey}`]),
    ...notes(facts).map((note) => `  ! ${note}`),
    '',
    'Get a token:',
    `  ${mint}`,
    'Ask why it would be refused:',
    `  ${explain}`,
    '',
  ]
  return `${lines.join('\n')}\n`
}

function notes({ project, exposed }: BannerFacts): string[] {
  return [
    ...(project?.demo ? [madeHere(project)] : []),
    ...(project?.policy?.version === 0
      ? [
          'This project has no policy yet, so nobody is given a token: symbolon policy set @policy.json (docs/policy.md).',
        ]
      : []),
    ...(exposed
      ? ['Everyone who reaches this address gets any token they ask for, without a key.']
      : []),
  ]
}

function madeHere({ certificateId }: SigningProject): string {
  return certificateId === undefined
    ? 'This is a demo project: the real platform refuses its tokens. Set AGORA_APP_ID and AGORA_APP_CERTIFICATE to use yours.'
    : 'This project was made here: the real platform refuses its tokens. symbolon project import brings yours.'
}

/** The addresses at which other machines reach a server bound to `host`; none for a single given address. */
export function lanAddresses(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return []
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}
