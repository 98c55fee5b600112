// React Native as it runs in browsers, and the one name of it that only Android has.
export * from 'react-native-web'
export const PermissionsAndroid = undefined
