export type { Ban, BanPrivilege } from './admission/bans.ts'
export { type Clock, type ClockOptions, EmulatorClock, type Wake } from './clock.ts'
export { type ControlOptions, createControl } from './control/create-control.ts'
export { type Answer, type HttpReply, type HttpRequest, mostBodyBytes } from './http/exchange.ts'
export { listener } from './http/listener.ts'
export type { ClientRole, Kind, Profile, Rights, Subject } from './join.ts'
export type { EventLog, Happening, LogEntry, Whom } from './log.ts'
export type { LoginRequest, VerifiedLogin } from './login.ts'
export { type LoginOutcome, type LoginOutcomeName, loginOutcomes } from './login-outcomes.ts'
export { isLoginRefusal, LoginRefusal } from './login-refusal.ts'
export type { DeliveryCounts } from './notifications/delivery.ts'
export type { Notice } from './notifications/notice.ts'
export {
  createNotifications,
  type NotificationOptions,
  type Notifications,
} from './notifications/notifications.ts'
export { type Outcome, type OutcomeName, outcomes } from './outcomes.ts'
export { createPlatform, type Platform, type PlatformOptions } from './platform.ts'
export {
  type EditableProjects,
  inMemory,
  type Project,
  type Projects,
  swapped,
} from './projects.ts'
export { isRefusal, Refusal } from './refusal.ts'
export { type Customer, makeCustomer } from './rest/customer.ts'
export { createRest, type RestOptions } from './rest/rest.ts'
export { type Evidence, type Rule, type RuleName, rules } from './rules.ts'
export { type RenewalCode, renewalCodes } from './session/renew.ts'
export type { Gates, LeaveReason, OfflineReason } from './session/session.ts'
export { type SettingName, type Settings, settingTable } from './settings.ts'
export { type Span, spanSeconds } from './span.ts'
export {
  type Emulator,
  type EmulatorOptions,
  type LoginOptions,
  startEmulator,
} from './start-emulator.ts'
export type * from './virtual/events.ts'
export type { VirtualMember } from './virtual/member.ts'
export { RenewalError } from './virtual/renewal-error.ts'
export type { JoinOptions } from './virtual/wish.ts'
