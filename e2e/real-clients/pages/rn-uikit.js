import AgoraUIKit from 'uikit'
import { show, wish } from './page.js'

const { uid, ...connection } = wish
show(AgoraUIKit, { connectionData: { ...connection, rtcUid: uid, username: 'tester' } })
