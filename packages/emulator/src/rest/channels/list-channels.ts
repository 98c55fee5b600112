import { wholeNumber } from '../../http/whole-number.ts'
import { invalid, requireAppId } from '../read.ts'
import type { Verb } from '../verb.ts'

/** `GET /dev/v1/channel/{appid}?page_no=0&page_size=100`: where anyone is; 1 to 500 a page. */
export const listChannels: Verb = (rest, { params, query }) => {
  const { appId } = requireAppId(rest, params.appid)
  const pageNo = pageNumber(query, 'page_no', { standard: 0, least: 0, most: 0xffffffff })
  const pageSize = pageNumber(query, 'page_size', { standard: 100, least: 1, most: 500 })
  const { channels: open, show } = rest.platform.world
  const all = [...open.values()].filter(
    (channel) => channel.appId === appId && channel.members.size > 0,
  )
  const channels = all
    .slice(pageNo * pageSize, (pageNo + 1) * pageSize)
    .map(({ name, members }) => ({ channel_name: show(name), user_count: members.size }))
  return { body: { success: true, data: { channels, total_size: all.length } } }
}

function pageNumber(
  query: URLSearchParams,
  name: string,
  { standard, ...bounds }: { standard: number; least: number; most: number },
): number {
  const text = query.get(name)
  const value = text === null ? standard : wholeNumber(text, bounds)
  if (value === undefined) throw invalid(name)
  return value
}
