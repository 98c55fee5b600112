import AgoraUIKit from 'uikit'
import { show, wish } from './page.js'

show(AgoraUIKit, {
  rtcProps: { ...wish, role: 'host' },
  rtmProps: { username: 'tester', displayUsername: false },
})
