/**
 * What the vendor's published samples use in every language. Public, so it proves nothing and opens nothing.
 * @see AgoraIO/Tools DynamicKey/AgoraDynamicKey/nodejs/sample/RtcTokenBuilderSample.js (da06bfb)
 */
export const sample = {
  appId: '970CA35de60c44645bbae8a215061b33',
  certificate: '5CFd2fd1755d40ecb72977518be15d3b',
  channel: '7d72365eb983485397e3e3f9d460bdda',
  uid: '2882341273',
} as const
