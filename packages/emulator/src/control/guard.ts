import { type HttpRequest, headerOf } from '../http/exchange.ts'
import { ControlError } from './control-error.ts'

/** Who may call beside this machine itself. */
export interface Allowed {
  /** host names, without port */
  readonly hosts?: readonly string[] | undefined
  /** origins of pages, such as `http://localhost:8080` */
  readonly origins?: readonly string[] | undefined
}

const loopback = /^(localhost|([\w-]+\.)+localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/**
 * Keeps web pages of other origins out. The host must be a name of this machine: a page whose own name was
 * pointed here (DNS rebinding) sends that name. An origin, where there is one, must be this one's.
 *
 * @throws ControlError `HOST_REFUSED`, `ORIGIN_REFUSED`
 */
export function guard(request: HttpRequest, { hosts = [], origins = [] }: Allowed): void {
  const host = headerOf(request, 'host') ?? ''
  const name = host.replace(/:\d+$/, '')
  if (!loopback.test(name) && !hosts.includes(name.toLowerCase())) {
    throw new ControlError('HOST_REFUSED', 'the Host header is no name of this machine')
  }
  const origin = headerOf(request, 'origin')
  if (origin === undefined || origins.includes(origin)) return
  const own = URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
  if (!own) throw new ControlError('ORIGIN_REFUSED', 'the Origin header names another origin')
}
