import Type from 'typebox'
import { readBody } from '../read.ts'
import type { Verb } from '../verb.ts'
import { changeAndShow } from './change-project.ts'

const shape = Type.Object({ id: Type.String(), recording_server: Type.String({ maxLength: 255 }) })

/** `POST /dev/v1/recording_config`: kept and given back; nothing here records. */
export const setRecordingServer: Verb = (rest, call) => {
  const { id, recording_server: recordingServer } = readBody(call, shape)
  return changeAndShow(rest, id, (project) => ({ ...project, recordingServer }))
}
