import Type from 'typebox'

/** How long a rule counts; `time` is minutes. Of both the seconds win. */
export const spanFields = {
  time: Type.Optional(Type.Number({ minimum: 0 })),
  time_in_seconds: Type.Optional(Type.Number({ minimum: 0 })),
}

/** Seconds: put between 1 and 1440 minutes, or 10 and 86430 seconds; 0 stays 0; undefined when neither is given. */
export function spanOf(fields: {
  readonly time?: number
  readonly time_in_seconds?: number
}): number | undefined {
  const { time, time_in_seconds: seconds } = fields
  if (seconds !== undefined) return seconds === 0 ? 0 : between(10, seconds, 86_430)
  if (time !== undefined) return time === 0 ? 0 : between(1, time, 1440) * 60
  return undefined
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
