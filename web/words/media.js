// @ts-check
/** What is said where a photo, a clip, a drawing or a sound is brought. */

export const words = {
  // Photos
  photo: "The photo",
  dropPhoto: "Drop a photo here, or paste one.",
  choosePhoto: "Choose a photo",
  useCamera: "Use the camera",
  stopCamera: "Stop the camera",
  pastedPhoto: "pasted photo",
  pastedFile: "the pasted file",
  unknownKind: "of no known kind",
  noPhoto: "This is not a photo.",
  aPicture: "a picture: JPEG, PNG, WebP, GIF or AVIF",
  photoTooLarge: "The photo is too large.",
  mostPixels: "100 million pixels at the most",
  millions: (/** @type {number} */ n) => `${n} million`,
  photoUnreadable: "The photo cannot be read.",
  wholePicture: "a whole picture: JPEG, PNG, WebP, GIF or AVIF",
  noCamera: "There is no camera to look through.",
  needsCamera: "a camera, and your leave to use it",
  // A photo that was repainted
  repainted: "The repainted photo",
  showPhoto: "Show the photo",
  styles: "Built-in styles",
  style: (/** @type {number} */ number) => `Style ${number}`,
  shareOfStyle: (/** @type {number} */ number) => `Share of style ${number}`,
  // Drawings
  draw: "Draw here",
  clear: "Clear",
  sampleDigit: "Use a sample digit",
  // Sound
  play: "Play",
  stopPlaying: "Stop playing",
  loudness: "The clip's loudness over time",
  chooseClip: "Choose a clip",
  clipUnreadable: "The clip cannot be read.",
  aSound: "sound the browser can play: WAV, MP3, M4A, OGG or WebM",
  theFile: "the file",
  clipNotFetched: "The clip could not be fetched.",
  connection: "a connection, the first time",
  noMicrophone: "There is no microphone to listen with.",
  needsMicrophone: "a microphone, and your leave to use it",
  stopRecording: "Stop recording",
  listening: "Listening",
  record: "Record",
  recordThreeSeconds: "Record 3 seconds",
};
