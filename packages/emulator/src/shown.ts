import type { Project, Projects } from './projects.ts'

/** Makes a text that a client sent fit to be kept and shown: at most `most` characters, by default those of an account. */
export type Show = (text: string, most?: number) => string

const mostOfAccount = 255
/** A certificate has one more, and a token has many more. */
const mostHarmless = 31

/** A token or Channel Key; also percent-encoded, or in the alphabet of URLs. */
const tokenLike = /00[3-7][A-Za-z0-9+/=%_-]{80,}/g

/**
 * Hides certificates of the projects and anything that looks like a token, and cuts what is over-long. Whoever mixes
 * up the fields of a join sends them as App ID, channel or account.
 */
export function showWithout(projects: Projects): Show {
  return (text, most = mostOfAccount) => {
    if (typeof text !== 'string' || text.length <= mostHarmless) return text
    if (projects.find(text) !== undefined) return text // its App ID: nearly every text is one
    const clean = hidden(text, certificatesOf(projects)).replace(tokenLike, '[token]')
    return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean
  }
}

function hidden(text: string, certificates: Iterable<string>): string {
  let clean = text
  for (const certificate of certificates) {
    const pattern = new RegExp(certificate.replace(/\W/g, '\\$&'), 'gi')
    if (certificate !== '') clean = clean.replace(pattern, '[certificate]')
  }
  return clean
}

function certificatesOf(projects: Projects): Iterable<string> {
  return projects.certificates?.() ?? projects.list().flatMap(certificatesIn)
}

export function certificatesIn({ certificate, secondary }: Project): readonly string[] {
  return [certificate, secondary?.certificate].filter((text) => text !== undefined)
}
