import type { TokenSource } from '@symbolon/client'
import { attachNativeEngine, type NativeEngine } from '@symbolon/client/native-engine'
import type { IRtcEngine } from 'react-native-agora'

/** react-native-agora: its engine is what the adapter takes. */
export function attach(engine: IRtcEngine, source: TokenSource) {
  // @ts-expect-error no such method: the typings were found
  engine.renewTokens('')
  const taken: NativeEngine = engine
  return [attachNativeEngine(taken, source), attachNativeEngine(engine, source)]
}
