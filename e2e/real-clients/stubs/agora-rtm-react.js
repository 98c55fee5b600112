import { spy } from './spy.js'

const client = spy({})
const channel = spy({})

export const createLazyClient = () => () => client
export const createLazyChannel = () => () => channel
export default { VERSION: '1.5.1', MessageType: { TEXT: 'TEXT' } }
