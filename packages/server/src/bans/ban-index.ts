import { contains, globOf } from '../policies/glob.ts'
import type { Ban } from './ban.ts'

/** What a token would let in, where a blank text is any. */
export interface Reach {
  /** absent: the token names no channel */
  readonly channel: string | undefined
  readonly subject: string
}

/** The subjects that are banned somewhere, and the last end of any of these bans. */
class Subjects {
  readonly bans = new Map<string, Ban>()
  /** of all of them the one that ends last */
  last: Ban | undefined

  add(subject: string, ban: Ban): void {
    const known = this.bans.get(subject)
    if (known === undefined || known.until < ban.until) this.bans.set(subject, ban)
    if (this.last === undefined || this.last.until < ban.until) this.last = ban
  }

  /** A ban that a token for this subject would get round. A pattern is held against each, anything else is looked up. */
  find(subject: string, at: number): Ban | undefined {
    if (isAny(subject)) return counting(this.last, at)
    if (!subject.includes('*')) return counting(this.bans.get(subject), at)
    const glob = globOf(subject)
    for (const [banned, ban] of this.bans) {
      if (at < ban.until && contains(glob, banned)) return ban
    }
    return undefined
  }
}

/** The bans of one project, to be asked for every token. */
export class BanIndex {
  private readonly everywhere = new Subjects()
  private readonly channels = new Map<string, Subjects>()
  private readonly closed = new Map<string, Ban>()

  constructor(bans: readonly Ban[]) {
    for (const ban of bans) this.add(ban)
  }

  private add(ban: Ban): void {
    const { subject, channel } = ban
    if (channel === undefined) this.everywhere.add(subject!, ban)
    else if (subject !== undefined) {
      const known = this.channels.get(channel) ?? new Subjects()
      this.channels.set(channel, known)
      known.add(subject, ban)
    } else if ((this.closed.get(channel)?.until ?? 0) < ban.until) this.closed.set(channel, ban)
  }

  /** A ban that whoever has such a token would get round. */
  find({ channel, subject }: Reach, at: number): Ban | undefined {
    const ban = this.everywhere.find(subject, at)
    if (ban !== undefined || channel === undefined) return ban
    if (!isAny(channel) && !channel.includes('*')) return this.inChannel(channel, subject, at)
    const glob = isAny(channel) ? globOf('*') : globOf(channel)
    for (const names of [this.closed.keys(), this.channels.keys()]) {
      for (const name of names) {
        const found = contains(glob, name) ? this.inChannel(name, subject, at) : undefined
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  /**
   * The same of a 006 token: it signs channel and uid run together, and whoever has it can split them elsewhere. So it is
   * one for any user of a channel that is called like both, and for a user of each shorter one.
   */
  findSplit(text: string, at: number): Ban | undefined {
    const ban = this.everywhere.find('', at)
    if (ban !== undefined) return ban
    for (let end = text.length; end > 0; end--) {
      const found = this.inChannel(text.slice(0, end), text.slice(end), at)
      if (found !== undefined) return found
    }
    return undefined
  }

  private inChannel(channel: string, subject: string, at: number): Ban | undefined {
    const closed = counting(this.closed.get(channel), at)
    return closed ?? this.channels.get(channel)?.find(subject, at)
  }
}

function counting(ban: Ban | undefined, at: number): Ban | undefined {
  return ban !== undefined && at < ban.until ? ban : undefined
}

/** Texts that stand for all. */
function isAny(text: string): boolean {
  return text === '' || text === '*'
}
