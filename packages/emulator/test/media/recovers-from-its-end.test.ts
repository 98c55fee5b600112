import { afterEach, describe, expect, test } from 'vitest'
import type { MediaEvents, MediaOptions } from '../../dist/media/media.js'
import { arrives, Client, engine, flows } from './client.ts'
import { vp8Key } from './packets.ts'
import { type Pair, Stage } from './stage.ts'

describe.skipIf(!engine)('the end of the media process', () => {
  let stage: Stage
  afterEach(() => stage.close())

  const open = async (options?: MediaOptions) => {
    stage = await Stage.open(options)
    const lost: MediaEvents['lost'][] = []
    const ready: number[] = []
    stage.media.on('lost', (about) => lost.push(about))
    stage.media.on('ready', () => ready.push(stage.media.pid!))
    return { media: stage.media, lost, ready }
  }
  const flowing = (pair: Pair) =>
    flows(
      () => pair.send(pair.video, vp8Key),
      () => pair.viewer.heard(pair.video).length > 0,
    )

  test('is told with all who were connected; it is started again on its port and takes them anew', async () => {
    const { media, lost, ready } = await open()
    const { port, pid } = media
    const before = await stage.pair()
    process.kill(pid!, 'SIGKILL')
    await arrives(() => expect(lost).toHaveLength(1))
    expect(lost[0]!.ids).toEqual([before.host.id, before.viewer.id])
    expect(lost[0]!.reason).toContain('SIGKILL')
    const again = await stage.pair() // while it starts: they wait for it
    await flowing(again)
    expect(ready).toEqual([media.pid])
    expect(media.pid).not.toBe(pid)
    expect(media.port).toBe(port)
    expect((await media.stats()).associations).toHaveLength(2)
  })

  test('is noticed again and again', async () => {
    const { media, lost, ready } = await open()
    for (let turn = 1; turn <= 3; turn++) {
      process.kill(media.pid!, 'SIGKILL')
      await arrives(() => expect(ready).toHaveLength(turn))
    }
    expect(lost).toHaveLength(3)
    await flowing(await stage.pair())
  })

  test('is brought about when it hangs', async () => {
    const { media, lost, ready } = await open({ silenceMs: 200 })
    process.kill(media.pid!, 'SIGSTOP')
    await arrives(() => expect(ready).toHaveLength(1))
    expect(lost).toHaveLength(1)
  })

  test('rejects what waits for an answer', async () => {
    const { media } = await open({ silenceMs: 200 })
    process.kill(media.pid!, 'SIGSTOP')
    await expect(media.stats()).rejects.toMatchObject({ code: 'MEDIA_LOST' })
  })

  test('an answer that does not come in time rejects', async () => {
    const { media } = await open({ deadlineMs: 50 })
    const { pid } = media
    process.kill(pid!, 'SIGSTOP')
    const client = new Client('late')
    const connecting = media.connect('late', await client.offer())
    await expect(connecting).rejects.toMatchObject({ code: 'MEDIA_TIMEOUT' })
    process.kill(pid!, 'SIGCONT')
    await arrives(async () => expect((await media.stats()).associations).toEqual([]))
    client.close()
  })

  test('by its owner ends it, and every call after', async () => {
    const { media, lost } = await open()
    const { pid } = media
    const pair = await stage.pair()
    await media.close()
    expect(() => process.kill(pid!, 0)).toThrow('ESRCH')
    await expect(media.stats()).rejects.toMatchObject({ code: 'MEDIA_CLOSED' })
    expect(lost).toEqual([])
    media.disconnect(pair.host.id)
    await media.close()
  })
})
