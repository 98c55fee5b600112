import { control } from './control.ts'

/** What keeps this browser from joining. A browser tells a page nothing of why it could not connect. */
export type Fault = 'emulator' | 'edge'

/** Looks whether control API and edge can be reached. */
export async function findFaults(): Promise<readonly Fault[]> {
  const emulator = await control.status().then(
    () => true,
    () => false,
  )
  if (!emulator) return ['emulator']
  return (await edgeAnswers()) ? [] : ['edge']
}

function edgeAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`wss://${location.host}/ws/?h=check`)
    socket.onopen = () => {
      resolve(true)
      socket.close()
    }
    socket.onerror = () => resolve(false)
  })
}
