// @ts-check
/** A clip as numbers. Only the page can decode one, no worker can. */

/**
 * @param {ArrayBuffer} bytes of a file
 * @param {number} rate values a second
 * @returns {Promise<Float32Array<ArrayBuffer>>} one channel
 */
export async function hear(bytes, rate) {
  const found = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
  const context = new OfflineAudioContext(1, Math.max(1, found.length), rate); // decoding has set the rate already
  const source = context.createBufferSource();
  source.buffer = found;
  source.connect(context.destination); // several channels become one here
  source.start();
  return (await context.startRendering()).getChannelData(0);
}
