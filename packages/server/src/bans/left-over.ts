import type { Lives } from '../record/ledger.ts'
import type { Ban } from './ban.ts'
import type { Banned } from './ban-desk.ts'
import type { PlatformView } from './public-ban.ts'

/** What a ban does not do, and whom it meets besides, in plain sentences. */
export function leftOver(banned: Banned, view: PlatformView): readonly string[] {
  const { ban, own, open } = banned
  const notes = [platformNote(ban, view), ownNote(ban, own), openNote(open), endNote(banned)]
  return [...notes, besides(ban)].filter((note) => note !== undefined)
}

function platformNote({ platform, subject }: Ban, view: PlatformView): string {
  const live = 'Who is in stays in, and a live token works until it ends.'
  if (platform.state === 'impossible') {
    return `The platform's rules name users by number alone, so it cannot put out the account "${subject}". ${live}`
  }
  switch (view) {
    case 'tells':
      return 'The platform is told at once; until it has applied the ban, a live token works.'
    case 'no credentials':
      return `The platform is not told: this server has no credentials for it (SYMBOLON_PLATFORM_CUSTOMER_ID). ${live}`
    case 'local':
      return `The project is local, so there is no platform to tell but the emulator of symbolon dev. ${live}`
    case 'emulator':
      return `The project is local: the emulator is told by symbolon dev, if it runs. ${live}`
    case 'elsewhere':
      return 'The platform is told by a server of this database that has credentials for it, if one runs. Until then a live token works.'
  }
}

function ownNote({ subject }: Ban, own: Lives): string | undefined {
  if (own.lastEndsAt === undefined) return undefined
  const whose = subject === undefined ? 'of the channel' : 'of theirs'
  return `Still alive ${whose}: ${count(own)}; the last ends at ${instant(own.lastEndsAt)}.`
}

function openNote(open: Lives): string | undefined {
  if (open.lastEndsAt === undefined) return undefined
  return `Still alive for any user, or a pattern that fits: ${count(open)}; until ${instant(open.lastEndsAt)} they let them in as well.`
}

function endNote({ ban, own, open }: Banned): string | undefined {
  const last = Math.max(own.lastEndsAt ?? 0, open.lastEndsAt ?? 0)
  if (last <= ban.until) return undefined
  return `The ban ends before them, at ${instant(ban.until)}.`
}

function besides({ subject, channel }: Ban): string | undefined {
  if (subject === undefined) return undefined
  const meanwhile = 'While it stands, nobody is given'
  if (channel === undefined) return `${meanwhile} a token for any user, or one of version 006.`
  return `${meanwhile} a token for any user of "${channel}".`
}

function count({ grants, more }: Lives): string {
  return `${more ? 'more than ' : ''}${grants} grant${grants === 1 ? '' : 's'}`
}

function instant(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`
}
