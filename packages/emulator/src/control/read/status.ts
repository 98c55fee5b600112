import { sessionsOf } from '../../control.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1`: what runs here, at a glance. */
export const readStatus: ControlVerb = ({ platform, projects, clock, notifications }) => ({
  body: {
    about: 'Symbolon emulator: for tests. It admits nobody to the real platform.',
    now: clock.now(),
    clock: clock.running ? 'running' : 'standing',
    outage: platform.isOut(),
    latencySeconds: platform.world.latency.seconds,
    projects: projects.list().length,
    channels: platform.world.channels.size,
    members: [...sessionsOf(platform.world)].length,
    bans: platform.world.bans.size,
    ...(notifications === undefined ? {} : { notifications: notifications() }),
  },
})
