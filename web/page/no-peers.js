// @ts-check
/** Takes away what connects past the policy in index.html: not every browser knows a word there that forbids it. */
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) {
  Reflect.deleteProperty(globalThis, name);
}
