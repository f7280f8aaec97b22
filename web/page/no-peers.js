// @ts-check
/** Connections from browser to browser, which the policy in index.html has no word for that all browsers know. */
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) {
  Reflect.deleteProperty(globalThis, name);
}
