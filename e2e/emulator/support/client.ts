import type { ClientConfig, UID } from 'agora-rtc-sdk-ng'
import type { Page } from 'playwright-core'
import type { JoinOptions, Outcome, Received, Recorded, TrackKind, Way } from '../../pages/sdk.ts'

let count = 0

/** One of the SDK's clients in a page, driven from the test. */
export class SdkClient {
  readonly name = `client-${++count}`
  private readonly page: Page
  /** events that the test has waited for, by their place */
  private readonly heard: number[] = []

  private constructor(page: Page) {
    this.page = page
  }

  static async create(
    page: Page,
    way: Way,
    config: Partial<ClientConfig> = {},
  ): Promise<SdkClient> {
    const client = new SdkClient(page)
    await page.evaluate(([name, given, by]) => sdk.create(name, given, by), [
      client.name,
      config,
      way,
    ] as const)
    return client
  }

  join(options: JoinOptions): Promise<Outcome> {
    return this.page.evaluate(([name, given]) => sdk.join(name, given), [
      this.name,
      options,
    ] as const)
  }

  call(method: Parameters<typeof sdk.call>[1], ...args: unknown[]): Promise<Outcome> {
    return this.page.evaluate(([name, verb, given]) => sdk.call(name, verb, ...given), [
      this.name,
      method,
      args,
    ] as const)
  }

  publish(...kinds: readonly TrackKind[]): Promise<Outcome> {
    return this.page.evaluate(([name, given]) => sdk.publish(name, given), [
      this.name,
      kinds,
    ] as const)
  }

  unpublish(...kinds: readonly TrackKind[]): Promise<Outcome> {
    return this.page.evaluate(([name, given]) => sdk.unpublish(name, given), [
      this.name,
      kinds,
    ] as const)
  }

  setMuted(kind: TrackKind, muted: boolean): Promise<Outcome> {
    return this.page.evaluate(([name, ...given]) => sdk.setMuted(name, ...given), [
      this.name,
      kind,
      muted,
    ] as const)
  }

  subscribe(uid: UID, kind: 'audio' | 'video'): Promise<Outcome> {
    return this.page.evaluate(([name, ...given]) => sdk.subscribe(name, ...given), [
      this.name,
      uid,
      kind,
    ] as const)
  }

  received(uid: UID, kind: 'audio' | 'video'): Promise<Received> {
    return this.page.evaluate(([name, ...given]) => sdk.received(name, ...given), [
      this.name,
      uid,
      kind,
    ] as const)
  }

  moves(uid: UID, kind: 'audio' | 'video', count = 5): Promise<void> {
    return this.page.evaluate(([name, ...given]) => sdk.moves(name, ...given), [
      this.name,
      uid,
      kind,
      count,
    ] as const)
  }

  freezes(uid: UID): Promise<void> {
    return this.page.evaluate(([name, one]) => sdk.freezes(name, one), [this.name, uid] as const)
  }

  widens(uid: UID, width: number): Promise<void> {
    return this.page.evaluate(([name, ...given]) => sdk.widens(name, ...given), [
      this.name,
      uid,
      width,
    ] as const)
  }

  events(): Promise<Recorded[]> {
    return this.page.evaluate((name) => sdk.events(name), this.name)
  }

  /** Waits for the first event with this name and these arguments that was not waited for before. */
  async hears(...wanted: Recorded): Promise<Recorded> {
    const { index, event } = await this.page.evaluate((given) => sdk.hears(...given), [
      this.name,
      wanted,
      this.heard,
    ] as const)
    this.heard.push(index)
    return event
  }
}
