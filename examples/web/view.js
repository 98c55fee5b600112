/** What is seen on the page; nothing of tokens is here. */
const element = (id) => document.getElementById(id)
const videos = new Map()

export const buttons = { host: element('host'), viewer: element('viewer'), leave: element('leave') }

export function show(state, reason = '') {
  element('state').value = `${state} ${reason}`.trim()
  buttons.leave.disabled = state !== 'CONNECTED'
  for (const button of [buttons.host, buttons.viewer]) button.disabled = state !== 'DISCONNECTED'
}

/** A place for this user's video. */
export function videoOf(uid) {
  removeVideo(uid)
  const place = element('videos').appendChild(document.createElement('div'))
  videos.set(uid, place)
  return place
}

export function removeVideo(uid) {
  videos.get(uid)?.remove()
  videos.delete(uid)
}

export function removeVideos() {
  for (const uid of [...videos.keys()]) removeVideo(uid)
}

export function log(text) {
  element('log').appendChild(document.createElement('li')).textContent = text
}
