/** The emulator behind a port; without this the package loads no socket. */
export { makeCustomer } from './rest/customer.ts'
export {
  type ServedEmulator,
  type ServeEmulatorOptions,
  serveEmulator,
} from './serve-emulator.ts'
